//! Reading the command line.

use std::collections::VecDeque;

use crate::project::Outcome;

/// What is left of the command line.
pub struct Arguments(VecDeque<String>);

impl Arguments {
    /// All words after the program's name.
    pub fn new(words: impl IntoIterator<Item = String>) -> Arguments {
        Arguments(words.into_iter().collect())
    }

    /// Takes the first word.
    pub fn word(&mut self) -> Option<String> {
        self.0.pop_front()
    }

    /// Takes a switch such as `--dev`; true when it was there.
    pub fn switch(&mut self, name: &str) -> bool {
        let found = self.0.iter().position(|word| word == name);
        found.is_some_and(|at| self.0.remove(at).is_some())
    }

    /// Takes an option with its value, as in `--port 7420`.
    pub fn option(&mut self, name: &str) -> Outcome<Option<String>> {
        let Some(at) = self.0.iter().position(|word| word == name) else {
            return Ok(None);
        };
        let value = self.0.remove(at + 1).ok_or_else(|| format!("{name} needs a value"))?;
        self.0.remove(at);
        Ok(Some(value))
    }

    /// Everything not taken yet.
    pub fn rest(self) -> Vec<String> {
        self.0.into()
    }

    /// Complains about what nobody has taken.
    pub fn finish(self) -> Outcome {
        match self.0.front() {
            Some(word) => Err(format!("unknown argument {word}; `cargo xtask` lists what there is")),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Arguments {
        Arguments::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_and_switches_are_taken_in_any_order() {
        let mut given = arguments("--dev --port 80");
        assert_eq!(given.option("--port"), Ok(Some("80".into())));
        assert!(given.switch("--dev"));
        assert!(!given.switch("--dev"));
        assert_eq!(given.finish(), Ok(()));
    }

    #[test]
    fn a_missing_value_and_an_unknown_word_are_named() {
        assert_eq!(arguments("--port").option("--port"), Err("--port needs a value".into()));
        assert!(arguments("--prot 80").finish().is_err_and(|message| message.contains("--prot")));
    }
}
