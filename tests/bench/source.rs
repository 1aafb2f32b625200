//! Records of the workload as plain data, and a generator of them.

/// How many of a hundred records are of each kind.
const MIX: [(&str, usize); 7] = [
    ("person", 1),
    ("oneonone", 40),
    ("feedback", 20),
    ("action", 20),
    ("incident", 5),
    ("initiative", 4),
    ("candidate", 10),
];

const WORDS: &str = "harbour tide pilot crew asks for a second look at the rota because the night watch was short \
    and the berth plan moved twice she wants more time with the charts and a say in the next survey he was calm \
    on the radio and told the tug what to expect we agreed to try the new drill on Thursday and to write down \
    what the bridge needs before the autumn storms the buoy data arrives late so the forecast is a guess";

const STATES: [&str; 6] = ["open", "planned", "in-progress", "blocked", "done", "archived"];

/// One record of the workload.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// Three letters of the kind, `_`, and at most eleven digits to base 36.
    pub id: String,
    /// The id of a person: whom it is about; for a person who they report to, or themselves.
    pub person: String,
    /// A day, `2026-11-22`.
    pub date: String,
    /// A few letters.
    pub status: String,
    /// A small number.
    pub priority: i64,
    /// A number below 100.
    pub effort: i64,
    /// 20 to 70 letters.
    pub title: String,
    /// 80 to 400 letters, written together.
    pub body: String,
}

/// W(n): the same n records on every call, the people first.
#[must_use]
pub fn workload(n: usize) -> Vec<Source> {
    let mut dice = Dice(42);
    let mut kinds: Vec<&str> =
        MIX.iter().flat_map(|(kind, percent)| vec![*kind; (n * percent).div_ceil(100)]).take(n).collect();
    let people = (n / 100).max(1).min(n);
    for place in (people + 1..kinds.len()).rev() {
        kinds.swap(place, people + dice.below(place - people));
    }
    let mut all: Vec<Source> = Vec::with_capacity(n);
    for (place, kind) in kinds.into_iter().enumerate() {
        let id = format!("{}_{}{}", &kind[..3], base_36(dice.below(1 << 31)), base_36(place));
        let chosen = dice.below(people.min(place).max(1));
        let person = all.get(chosen).map_or_else(|| id.clone(), |person: &Source| person.id.clone());
        let (year, month, day) = (2024 + dice.below(3), 1 + dice.below(12), 1 + dice.below(28));
        let (title, body) = (20 + dice.below(50), 80 + dice.below(321));
        all.push(Source {
            id,
            person,
            date: format!("{year}-{month:02}-{day:02}"),
            status: STATES[dice.below(STATES.len())].to_owned(),
            priority: dice.small(10),
            effort: dice.small(100),
            title: dice.words(title),
            body: dice.words(body),
        });
    }
    all
}

/// A generator that gives the same numbers everywhere (`splitmix64`).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % bound).unwrap_or(0)
    }

    fn small(&mut self, bound: usize) -> i64 {
        i64::try_from(self.below(bound)).unwrap_or(0)
    }

    fn words(&mut self, letters: usize) -> String {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let mut text = String::new();
        while text.len() < letters {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(words[self.below(words.len())]);
        }
        text.truncate(letters);
        text
    }
}

fn base_36(mut number: usize) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit(u32::try_from(number % 36).unwrap_or(0), 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_workload_has_its_proportions_and_sizes() {
        let all = workload(2000);
        assert_eq!(all.len(), 2000);
        for (kind, percent) in MIX {
            let count = all.iter().filter(|source| source.id.starts_with(&kind[..3])).count();
            assert!(count.abs_diff(20 * percent) <= 2, "{kind}: {count}");
        }
        let ids: BTreeSet<&str> = all.iter().map(|source| source.id.as_str()).collect();
        assert_eq!(ids.len(), 2000);
        for source in &all {
            assert!((20..70).contains(&source.title.len()) && (80..=400).contains(&source.body.len()));
            assert!(ids.contains(source.person.as_str()) && source.person.starts_with("per_"));
        }
        assert_eq!(workload(2000), all);
    }
}
