//! `style/main.css` lists every sheet, in the order in which they apply.

use super::Finding;
use super::tree::Tree;
use crate::hook::imported;

const MAIN: &str = "style/main.css";

/// Every style sheet is imported exactly once, and every import exists.
pub fn imported_once(tree: &Tree) -> Vec<Finding> {
    let Some(main) = tree.text(MAIN) else {
        return vec![Finding::new(MAIN, "is missing; it imports all other sheets")];
    };
    let imports: Vec<String> =
        main.lines().filter_map(imported).map(|name| format!("style/{name}")).collect();
    let mut findings = Vec::new();
    for (path, _) in tree.under("style").filter(|(path, _)| path.ends_with(".css") && *path != MAIN) {
        if imports.iter().filter(|import| *import == path).count() != 1 {
            let name = path.trim_start_matches("style/");
            findings.push(Finding::new(
                path,
                format!("must be imported once in {MAIN}: `@import \"./{name}\";`"),
            ));
        }
    }
    for import in imports.iter().filter(|import| tree.text(import).is_none()) {
        findings.push(Finding::new(MAIN, format!("imports {import}, which does not exist")));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn every_sheet_is_imported_and_every_import_exists() {
        let main = "@import \"./tokens.css\";\n@import \"./gone.css\";\n";
        let files = [(MAIN, main), ("style/tokens.css", ""), ("style/form.css", "")];
        check(imported_once, &files, &["style/form.css", MAIN]);
    }
}
