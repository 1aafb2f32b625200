//! As much of YAML as ladders are written in: maps, lists, texts; each with its line.
//!
//! Anchors, tags, documents within documents and lists or maps on one line are no part of it: they
//! are faults, with their line.

/// How deep it may be nested (ours: ladders need seven).
const MAX_DEPTH: usize = 16;
/// The most lines that are read (ours).
const MAX_LINES: usize = 40_000;

/// A value and the line on which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The line; the first of the file is 1.
    pub line: usize,
    /// What stands there.
    pub value: Value,
}

/// What can stand somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Nothing,
    /// A text; numbers are texts too.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Named values, in their order.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// The value of this name in a map.
    pub fn get(&self, name: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|(key, _)| key == name).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The text, when it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list; none when it is no list.
    pub fn list(&self) -> &[Node] {
        match &self.value {
            Value::List(nodes) => nodes,
            _ => &[],
        }
    }
}

/// One line with something on it.
struct Line<'a> {
    number: usize,
    indent: usize,
    text: &'a str,
}

/// Reads text that begins on line `first`.
///
/// # Errors
/// The line and what about it.
pub fn read(text: &str, first: usize) -> Result<Node, (usize, String)> {
    let all: Vec<&str> = text.lines().collect();
    if all.len() > MAX_LINES {
        return Err((first + MAX_LINES, format!("more than {MAX_LINES} lines")));
    }
    let mut reader = Reader { all: &all, first, at: 0 };
    let indent = reader.peek()?.map_or(0, |line| line.indent);
    let node = reader.block(indent, 0)?;
    match reader.peek()? {
        Some(line) => Err((line.number, "it is indented less than what it belongs to".to_owned())),
        None => Ok(node),
    }
}

struct Reader<'a> {
    all: &'a [&'a str],
    first: usize,
    at: usize,
}

type Found<T> = Result<T, (usize, String)>;

impl<'a> Reader<'a> {
    /// The next line with something on it; comments and empty lines are passed over.
    fn peek(&mut self) -> Found<Option<Line<'a>>> {
        while let Some(whole) = self.all.get(self.at) {
            let text = whole.trim_start_matches(' ');
            let number = self.first + self.at;
            if text.starts_with('\t') {
                return Err((number, "it is indented by a tab; YAML takes spaces".to_owned()));
            }
            if text.trim().is_empty() || text.starts_with('#') {
                self.at += 1;
                continue;
            }
            return Ok(Some(Line { number, indent: whole.len() - text.len(), text: text.trim_end() }));
        }
        Ok(None)
    }

    /// What stands at exactly this indent: a list or a map.
    fn block(&mut self, indent: usize, depth: usize) -> Found<Node> {
        let Some(line) = self.peek()? else {
            return Ok(Node { line: self.first + self.at, value: Value::Nothing });
        };
        if depth > MAX_DEPTH {
            return Err((line.number, "it is nested too deeply".to_owned()));
        }
        let number = line.number;
        let value = if is_item(line.text) {
            Value::List(self.items(indent, depth)?)
        } else {
            Value::Map(self.entries(indent, depth)?)
        };
        Ok(Node { line: number, value })
    }

    fn items(&mut self, indent: usize, depth: usize) -> Found<Vec<Node>> {
        let mut items = Vec::new();
        while let Some(line) = self.peek()?.filter(|line| line.indent == indent && is_item(line.text)) {
            let rest = line.text[1..].trim_start_matches(' ');
            let inner = indent + (line.text.len() - rest.len());
            if rest.is_empty() {
                self.at += 1;
                items.push(self.below(indent + 1, line.number, depth)?);
            } else if key_of(rest).is_some() {
                items.push(Node { line: line.number, value: Value::Map(self.first_of_item(inner, depth)?) });
            } else {
                self.at += 1;
                items.push(self.scalar(rest, line.number, indent)?);
            }
        }
        Ok(items)
    }

    /// A map that begins on the line of its `-`.
    fn first_of_item(&mut self, inner: usize, depth: usize) -> Found<Vec<(String, Node)>> {
        let mut entries = Vec::new();
        if let Some(line) = self.peek()? {
            let rest = line.text[1..].trim_start_matches(' ');
            self.entry(rest, line.number, inner, depth, &mut entries)?;
        }
        entries.extend(self.entries(inner, depth)?);
        Ok(entries)
    }

    fn entries(&mut self, indent: usize, depth: usize) -> Found<Vec<(String, Node)>> {
        let mut entries: Vec<(String, Node)> = Vec::new();
        while let Some(line) = self.peek()?.filter(|line| line.indent == indent && !is_item(line.text)) {
            self.entry(line.text, line.number, indent, depth, &mut entries)?;
        }
        if let Some(line) = self.peek()?.filter(|line| line.indent > indent) {
            return Err((line.number, "it is indented more than what stands above it".to_owned()));
        }
        Ok(entries)
    }

    /// One `name: value`, of which `text` is the line without what stands before the name.
    fn entry(
        &mut self,
        text: &str,
        number: usize,
        indent: usize,
        depth: usize,
        entries: &mut Vec<(String, Node)>,
    ) -> Found<()> {
        let Some((key, rest)) = key_of(text) else {
            return Err((number, "a name with a colon is expected".to_owned()));
        };
        if entries.iter().any(|(standing, _)| standing == key) {
            return Err((number, format!("“{key}” stands here twice")));
        }
        self.at += 1;
        let node = if rest.is_empty() {
            // A list may stand as far left as the name it belongs to.
            match self.peek()? {
                Some(line) if line.indent == indent && is_item(line.text) => self.block(indent, depth + 1)?,
                _ => self.below(indent + 1, number, depth)?,
            }
        } else {
            self.scalar(rest, number, indent)?
        };
        entries.push((key.to_owned(), node));
        Ok(())
    }

    /// What stands further in than `indent`; nothing when nothing does.
    fn below(&mut self, indent: usize, number: usize, depth: usize) -> Found<Node> {
        match self.peek()? {
            Some(line) if line.indent >= indent => self.block(line.indent, depth + 1),
            _ => Ok(Node { line: number, value: Value::Nothing }),
        }
    }

    /// A text on the line of its name or dash, or below it.
    fn scalar(&mut self, text: &str, number: usize, indent: usize) -> Found<Node> {
        let wrong = |reason: &str| Err((number, reason.to_owned()));
        let value = match text.chars().next() {
            Some('|' | '>') => self.lines_below(indent, text.starts_with('|')),
            Some('"') => match quoted(&text[1..]) {
                Some(text) => text,
                None => return wrong("a text in quotes has to end on its line"),
            },
            Some('\'') => match text[1..].strip_suffix('\'') {
                Some(inside) => inside.replace("''", "'"),
                None => return wrong("a text in quotes has to end on its line"),
            },
            Some('[' | '{' | '&' | '*' | '!') => {
                return wrong("lists and maps on one line, anchors and tags are not read");
            }
            _ => {
                let mut plain = without_comment(text).to_owned();
                // A plain text goes on below, further in.
                while let Some(line) = self.peek()?.filter(|line| line.indent > indent) {
                    if key_of(line.text).is_some() || is_item(line.text) {
                        break;
                    }
                    self.at += 1;
                    plain.push(' ');
                    plain.push_str(without_comment(line.text));
                }
                plain
            }
        };
        Ok(Node { line: number, value: Value::Text(value) })
    }

    /// The lines further in than `indent`, as they are or as one.
    fn lines_below(&mut self, indent: usize, kept: bool) -> String {
        let mut lines: Vec<&str> = Vec::new();
        while let Some(whole) = self.all.get(self.at) {
            let text = whole.trim_start_matches(' ');
            if !text.trim().is_empty() && whole.len() - text.len() <= indent {
                break;
            }
            lines.push(text.trim_end());
            self.at += 1;
        }
        lines.join(if kept { "\n" } else { " " }).trim().to_owned()
    }
}

fn is_item(text: &str) -> bool {
    text == "-" || text.starts_with("- ")
}

/// The name before a colon, and what stands behind it without a comment.
fn key_of(text: &str) -> Option<(&str, &str)> {
    if text.starts_with(['"', '\'', '-', '[', '{']) {
        return None;
    }
    let (key, rest) = text.split_once(':')?;
    let named =
        !key.is_empty() && key.chars().all(|letter| letter.is_alphanumeric() || "_- ".contains(letter));
    let rest = if rest.trim_start().starts_with('#') { "" } else { rest };
    (named && (rest.is_empty() || rest.starts_with(' '))).then(|| (key.trim(), rest.trim()))
}

/// The text up to the quote that ends it; only a comment may follow.
fn quoted(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => {
                let after = text[at + 1..].trim_start();
                return (after.is_empty() || after.starts_with('#')).then_some(out);
            }
            '\\' => out.push(match letters.next()?.1 {
                'n' => '\n',
                't' => '\t',
                other => other,
            }),
            other => out.push(other),
        }
    }
    None
}

/// A plain text without the comment behind it.
fn without_comment(text: &str) -> &str {
    text.split_once(" #").map_or(text, |(text, _)| text).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(node: &Node, path: &[&str]) -> Option<String> {
        let mut node = node.clone();
        for step in path {
            node = match step.parse::<usize>() {
                Ok(at) => node.list().get(at)?.clone(),
                Err(_) => node.get(step)?.clone(),
            };
        }
        node.text().map(str::to_owned)
    }

    #[test]
    fn maps_lists_and_texts_are_read_with_their_lines() {
        let node = read(
            "title: \"A: \\\"b\\\"\" # said so\nlevels: 6\ntopics:\n- name: one\n  content:\n    - level: 1\n      criteria:\n        - Plain text, with #5 in it\n        - 'it''s'\n        - goes\n          on\n-\n  name: two\n  about: >\n    several\n    lines\n\n  kept: |\n    a\n    b\nempty:\n",
            5,
        )
        .unwrap();
        assert_eq!(text(&node, &["title"]).unwrap(), "A: \"b\"");
        assert_eq!(text(&node, &["levels"]).unwrap(), "6");
        assert_eq!(text(&node, &["topics", "0", "content", "0", "criteria", "1"]).unwrap(), "it's");
        assert_eq!(text(&node, &["topics", "0", "content", "0", "criteria", "2"]).unwrap(), "goes on");
        assert_eq!(text(&node, &["topics", "1", "about"]).unwrap(), "several lines");
        assert_eq!(text(&node, &["topics", "1", "kept"]).unwrap(), "a\nb");
        assert_eq!(node.get("empty").unwrap().value, Value::Nothing);
        assert_eq!(node.get("topics").unwrap().list()[1].line, 17);
    }

    #[test]
    fn what_is_no_such_text_is_refused_with_its_line() {
        for (wrong, line) in [
            ("a: 1\n\tb: 2\n", 2),
            ("a: 1\na: 2\n", 2),
            ("a: 1\n    b: 2\n", 2),
            ("a: [1, 2]\n", 1),
            ("a: \"open\n", 1),
            ("a: 'open\n", 1),
            ("just words\n", 1),
            ("  a: 1\nb: 2\n", 2),
        ] {
            assert_eq!(read(wrong, 1).unwrap_err().0, line, "{wrong}");
        }
        let deep: String = (0..40).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
        assert_eq!(read(&deep, 1).unwrap_err().1, "it is nested too deeply");
        assert!(read(&"a\n".repeat(MAX_LINES + 1), 1).unwrap_err().1.contains("lines"));
    }
}
