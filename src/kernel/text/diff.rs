//! How one text becomes another: the smallest replacements, counted in characters.

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

/// How many single-character steps are searched for before the differing middle is taken as one
/// replacement (ours): keeps a pasted page from costing more than typing does.
const FAR: usize = 400;

impl Splice {
    /// The smallest single replacement that makes `to` of `from`; `None` when they are equal.
    #[must_use]
    pub fn between(from: &str, to: &str) -> Option<Self> {
        if from == to {
            return None;
        }
        let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
        let (head, tail) = shared_ends(&from, &to);
        Some(Self {
            at: head,
            delete: from.len() - head - tail,
            insert: to[head..to.len() - tail].iter().collect(),
        })
    }
}

/// The replacements that make `to` of `from`: in order, apart from each other, all counted in
/// `from`. Few and small (Myers' shortest edit) while the texts are close; one when they are not.
#[must_use]
pub fn splices(from: &str, to: &str) -> Vec<Splice> {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let (head, tail) = shared_ends(&from, &to);
    let (a, b) = (&from[head..from.len() - tail], &to[head..to.len() - tail]);
    let mut found = match shortest(a, b) {
        Some(steps) => gather(&steps, b),
        None => vec![Splice { at: 0, delete: a.len(), insert: b.iter().collect() }],
    };
    for splice in &mut found {
        splice.at += head;
    }
    found
}

/// `from` with the replacements made; what lies beyond its end is left out.
#[must_use]
pub fn splice_all(from: &str, replacements: &[Splice]) -> String {
    let mut letters = from.chars();
    let mut at = 0;
    let mut text = String::with_capacity(from.len());
    for splice in replacements {
        text.extend(letters.by_ref().take(splice.at.saturating_sub(at)));
        at = at.max(splice.at);
        text.push_str(&splice.insert);
        for _ in 0..splice.delete {
            letters.next();
        }
        at += splice.delete;
    }
    text.extend(letters);
    text
}

fn shared_ends(from: &[char], to: &[char]) -> (usize, usize) {
    let head = from.iter().zip(to).take_while(|(a, b)| a == b).count();
    let tail = from[head..].iter().rev().zip(to[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    (head, tail)
}

/// One step of a path through the edit grid.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Keep,
    Delete,
    Insert,
}

/// The shortest path of steps from `a` to `b` (E. Myers, "An O(ND) Difference Algorithm", 1986);
/// `None` when it has more than [`FAR`] deletions and insertions.
fn shortest(a: &[char], b: &[char]) -> Option<Vec<Step>> {
    // reach[k + FAR]: how far along `a` the best path on diagonal k has come.
    let mut reach = vec![0usize; 2 * FAR + 2];
    let mut trace: Vec<Vec<usize>> = Vec::new();
    for distance in 0..=FAR.min(a.len() + b.len()) {
        let (low, high) = (FAR - distance, FAR + distance);
        trace.push(reach[low..=high].to_vec());
        for diagonal in (low..=high).step_by(2) {
            let mut x = start(&reach, diagonal, low, high);
            // y = x - k; a diagonal left of the grid's edge has no such point.
            let Some(mut y) = (x + FAR).checked_sub(diagonal) else { continue };
            while x < a.len() && y < b.len() && a[x] == b[y] {
                (x, y) = (x + 1, y + 1);
            }
            reach[diagonal] = x;
            if x == a.len() && y == b.len() {
                return Some(walk_back(&trace, a.len(), b.len()));
            }
        }
    }
    None
}

/// Where a path on `diagonal` begins: one step down from above or one to the right from the left.
fn start(reach: &[usize], diagonal: usize, low: usize, high: usize) -> usize {
    if low == high {
        0
    } else if diagonal == low || (diagonal != high && reach[diagonal - 1] < reach[diagonal + 1]) {
        reach[diagonal + 1]
    } else {
        reach[diagonal - 1] + 1
    }
}

fn walk_back(trace: &[Vec<usize>], a: usize, b: usize) -> Vec<Step> {
    let (mut x, mut y) = (a, b);
    let mut steps = Vec::new();
    for (distance, reached) in trace.iter().enumerate().rev() {
        // `reached` holds the diagonals -distance..=distance as they were before this round.
        let at = |diagonal: usize| reached[diagonal + distance - FAR];
        let diagonal = x + FAR - y;
        let (low, high) = (FAR - distance, FAR + distance);
        let down =
            distance > 0 && (diagonal == low || (diagonal != high && at(diagonal - 1) < at(diagonal + 1)));
        let (from_x, from_y) = if distance == 0 {
            (0, 0)
        } else if down {
            let from = at(diagonal + 1);
            (from, from + FAR - (diagonal + 1))
        } else {
            let from = at(diagonal - 1);
            (from, from + FAR - (diagonal - 1))
        };
        while x > from_x && y > from_y {
            steps.push(Step::Keep);
            (x, y) = (x - 1, y - 1);
        }
        if distance > 0 {
            steps.push(if down { Step::Insert } else { Step::Delete });
            (x, y) = (from_x, from_y);
        }
    }
    steps.reverse();
    steps
}

fn gather(steps: &[Step], b: &[char]) -> Vec<Splice> {
    let mut found: Vec<Splice> = Vec::new();
    let (mut x, mut y) = (0, 0);
    let mut open = false;
    for step in steps {
        if *step == Step::Keep {
            (x, y, open) = (x + 1, y + 1, false);
            continue;
        }
        if !open {
            found.push(Splice { at: x, delete: 0, insert: String::new() });
            open = true;
        }
        if let Some(splice) = found.last_mut() {
            if *step == Step::Delete {
                splice.delete += 1;
                x += 1;
            } else {
                splice.insert.push(b[y]);
                y += 1;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_small_edits_are_two_small_replacements() {
        assert_eq!(
            splices("Review the plan with Ana today", "Review a plan with Ana today, first"),
            [
                Splice { at: 7, delete: 3, insert: "a".into() },
                Splice { at: 30, delete: 0, insert: ", first".into() },
            ]
        );
        assert_eq!(splices("same", "same"), []);
    }

    #[test]
    fn a_pasted_page_is_one_replacement() {
        let (old, new) = ("a".repeat(3_000), "b".repeat(2_000));
        assert_eq!(splices(&old, &new), [Splice { at: 0, delete: 3_000, insert: new.clone() }]);
    }

    proptest! {
        #[test]
        fn the_replacements_make_the_new_text(from in "[abc ]{0,40}", to in "[abc ]{0,40}") {
            let found = splices(&from, &to);
            prop_assert_eq!(splice_all(&from, &found), to.clone());
            for pair in found.windows(2) {
                prop_assert!(pair[0].at + pair[0].delete < pair[1].at);
            }
            let single: Vec<Splice> = Splice::between(&from, &to).into_iter().collect();
            prop_assert_eq!(splice_all(&from, &single), to);
        }

        #[test]
        fn far_texts_are_replaced_rightly(from in "\\PC{0,900}", to in "\\PC{0,900}") {
            prop_assert_eq!(splice_all(&from, &splices(&from, &to)), to);
        }
    }
}
