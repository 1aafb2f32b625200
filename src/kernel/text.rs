//! Text: folding for search, and the merge of two edits of one text.

/// `text` as search compares it: lower case, without accents, white space folded to one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_whitespace() {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else {
            folded.push(letter);
        }
    }
    folded.trim().to_owned()
}

/// One replacement in a text: `delete` characters at `at` become `insert`. Counted in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// Where, in characters from the start.
    pub at: usize,
    /// How many characters go.
    pub delete: usize,
    /// What comes in their place.
    pub insert: String,
}

impl Splice {
    /// The smallest single replacement that makes `to` of `from`; `None` when they are equal.
    #[must_use]
    pub fn between(from: &str, to: &str) -> Option<Self> {
        if from == to {
            return None;
        }
        let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
        let head = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        let tail = from[head..].iter().rev().zip(to[head..].iter().rev()).take_while(|(a, b)| a == b).count();
        Some(Self {
            at: head,
            delete: from.len() - head - tail,
            insert: to[head..to.len() - tail].iter().collect(),
        })
    }
}

/// `theirs` with the change from `base` to `mine` carried over: what both did stays.
///
/// Where the two changes touch, mine comes first and both insertions are kept; equal changes count once.
#[must_use]
pub fn merge3(base: &str, mine: &str, theirs: &str) -> String {
    if base == theirs || mine == theirs {
        return mine.to_owned();
    }
    let (Some(my), Some(their)) = (Splice::between(base, mine), Splice::between(base, theirs)) else {
        return theirs.to_owned();
    };
    let base: Vec<char> = base.chars().collect();
    let (first, second) = if my.at <= their.at { (&my, &their) } else { (&their, &my) };
    let mut merged: String = base[..first.at].iter().collect();
    merged.push_str(&first.insert);
    let after_first = first.at + first.delete;
    merged.extend(&base[after_first.min(second.at)..second.at]);
    merged.push_str(&second.insert);
    merged.extend(&base[after_first.max(second.at + second.delete)..]);
    merged
}
