//! Figures: read from what programs print, and put into one table.

/// One measured figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The part that measured it.
    pub part: &'static str,
    /// What was measured.
    pub name: String,
    /// How much.
    pub value: f64,
    /// Of what: `ms`, `µs`, `/s`.
    pub unit: String,
}

impl Figure {
    fn new(name: &str, value: f64, unit: &str) -> Figure {
        Figure { part: "", name: name.to_owned(), value, unit: unit.to_owned() }
    }

    /// The same, measured by this part.
    pub fn of(self, part: &'static str) -> Figure {
        Figure { part, ..self }
    }
}

/// The medians in the tree that divan prints.
pub fn of_divan(lines: &[String]) -> Vec<Figure> {
    let mut path: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for line in lines {
        // A line is a branch, a name, and the columns fastest, slowest, median, mean.
        let Some(at) = line.find(['├', '╰']) else { continue };
        let depth = line[..at].chars().count() / 3;
        let rest = line[at..].trim_start_matches(['├', '╰', '─', ' ']);
        let columns: Vec<&str> = rest.split('│').map(str::trim).collect();
        let name = columns.first().and_then(|first| first.split_whitespace().next()).unwrap_or_default();
        path.truncate(depth);
        path.push(name.to_owned());
        let median = columns.get(2).and_then(|median| median.split_once(' '));
        if let Some((value, unit)) = median.and_then(|(value, unit)| Some((value.parse().ok()?, unit))) {
            found.push(Figure::new(&path.join(" "), value, unit));
        }
    }
    found
}

/// The figures in lines of the form `what was measured: 1.5 ms`.
pub fn of_lines(lines: &[String]) -> Vec<Figure> {
    let figure = |line: &String| {
        let (name, rest) = line.rsplit_once(": ")?;
        let (value, unit) = rest.split_once(' ')?;
        Some(Figure::new(name, value.parse().ok()?, unit))
    };
    lines.iter().filter_map(figure).collect()
}

/// The figures for people.
pub fn table(figures: &[Figure]) -> String {
    let wide = figures.iter().map(|figure| figure.name.chars().count()).max().unwrap_or(0);
    let line = |figure: &Figure| {
        format!("{:8} {:wide$} {:>12} {}\n", figure.part, figure.name, shown(figure.value), figure.unit)
    };
    figures.iter().map(line).collect()
}

/// The figures for programs: a list of objects.
pub fn json(figures: &[Figure]) -> String {
    let object = |figure: &Figure| {
        format!(
            "  {{\"part\": {:?}, \"name\": {:?}, \"value\": {}, \"unit\": {:?}}}",
            figure.part, figure.name, figure.value, figure.unit
        )
    };
    format!("[\n{}\n]", figures.iter().map(object).collect::<Vec<_>>().join(",\n"))
}

/// Three digits that count.
fn shown(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_medians_of_divan_are_read_with_their_path() {
        let printed = "\
Timer precision: 20 ns
micro                fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ documents                       │               │               │               │         │
│  ╰─ load           14.86 ms      │ 239.5 ms      │ 41.04 ms      │ 53.67 ms      │ 100     │ 100
╰─ projection                      │               │               │               │         │
   ╰─ read                         │               │               │               │         │
      ├─ 2000        1.25 µs       │ 3 µs          │ 2.5 µs        │ 2.6 µs        │ 20      │ 20
      ╰─ 20000       1.25 ms       │ 3 ms          │ 2 ms          │ 2.6 ms        │ 20      │ 20";
        let found = of_divan(&lines(printed));
        let expected = [
            Figure::new("documents load", 41.04, "ms"),
            Figure::new("projection read 2000", 2.5, "µs"),
            Figure::new("projection read 20000", 2.0, "ms"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_with_a_figure_are_read_and_others_passed_over() {
        let found = of_lines(&lines("hello\nedit, p50: 0.5 ms\n100 connections: 22 KiB each\nnote: none"));
        let expected =
            [Figure::new("edit, p50", 0.5, "ms"), Figure::new("100 connections", 22.0, "KiB each")];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_table_is_aligned_and_the_list_is_json() {
        let figures =
            [Figure::new("a", 1234.5, "/s").of("relay"), Figure::new("long", 0.25, "ms").of("native")];
        assert_eq!(table(&figures), "relay    a            1234 /s\nnative   long        0.250 ms\n");
        let expected = "[\n  {\"part\": \"relay\", \"name\": \"a\", \"value\": 1234.5, \"unit\": \"/s\"},\n  \
            {\"part\": \"native\", \"name\": \"long\", \"value\": 0.25, \"unit\": \"ms\"}\n]";
        assert_eq!(json(&figures), expected);
    }
}
