//! Shortcuts: how they are written, and which one a press of keys means. No browser here.

use std::mem;

/// One press of a key, as the browser reports it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Press<'a> {
    /// The key: `k`, `?`, `Escape`.
    pub key: &'a str,
    /// Whether Ctrl, or Command on an Apple keyboard, is held.
    pub control: bool,
    /// Whether Shift is held.
    pub shift: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether the keyboard is writing into a field; plain letters then belong to the text.
    pub typing: bool,
}

/// What a press leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning<T> {
    /// The press is no shortcut.
    None,
    /// The first key of a shortcut of two: the next one decides.
    Begun,
    /// This shortcut.
    Whole(T),
}

/// Listens to presses; remembers the first key of a shortcut of two, such as `G then P`.
#[derive(Debug, Default)]
pub struct Listener {
    begun: String,
    begun_at: i64,
}

/// How long the second key may take, in milliseconds (ours: slow enough for one hand).
const PAUSE: i64 = 1500;

impl Listener {
    /// What `press` at the time `now`, in milliseconds, means among these shortcuts.
    pub fn hear<T: Copy>(
        &mut self,
        press: Press<'_>,
        now: i64,
        shortcuts: impl Iterator<Item = (&'static str, T)>,
    ) -> Meaning<T> {
        let begun = mem::take(&mut self.begun);
        if press.typing && !press.control {
            return Meaning::None;
        }
        let second = !begun.is_empty() && now - self.begun_at <= PAUSE;
        let mut first = false;
        for (keys, value) in shortcuts {
            match keys.split_once(" then ") {
                Some((one, two)) => {
                    if second && one.eq_ignore_ascii_case(&begun) && is(two, press) {
                        return Meaning::Whole(value);
                    }
                    first |= is(one, press);
                }
                None if !second && is(keys, press) => return Meaning::Whole(value),
                None => {}
            }
        }
        if first {
            press.key.clone_into(&mut self.begun);
            self.begun_at = now;
            return Meaning::Begun;
        }
        Meaning::None
    }
}

/// Whether `press` is the chord written as `chord`: `Ctrl+Shift+Z`, `O`, `?`.
fn is(chord: &str, press: Press<'_>) -> bool {
    let mut rest = chord;
    let (mut control, mut shift) = (false, false);
    loop {
        if let Some(after) = rest.strip_prefix("Ctrl+") {
            (control, rest) = (true, after);
        } else if let Some(after) = rest.strip_prefix("Shift+") {
            (shift, rest) = (true, after);
        } else {
            break;
        }
    }
    // A sign such as `?` may need Shift on one keyboard and not on another.
    let sign = !rest.chars().all(char::is_alphanumeric);
    rest.eq_ignore_ascii_case(press.key)
        && control == press.control
        && !press.alt
        && (sign || shift == press.shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORTCUTS: [(&str, &str); 6] = [
        ("Ctrl+K", "palette"),
        ("Ctrl+Z", "undo"),
        ("Ctrl+Shift+Z", "redo"),
        ("G then P", "people"),
        ("O", "observe"),
        ("?", "help"),
    ];

    fn press(key: &str) -> Press<'_> {
        Press { key, ..Press::default() }
    }

    fn hear(listener: &mut Listener, press: Press<'_>, now: i64) -> Meaning<&'static str> {
        listener.hear(press, now, SHORTCUTS.into_iter())
    }

    #[test]
    fn chords_are_told_apart_by_what_is_held() {
        let mut listener = Listener::default();
        let control = |key, shift| Press { control: true, shift, ..press(key) };
        assert_eq!(hear(&mut listener, control("k", false), 0), Meaning::Whole("palette"));
        assert_eq!(hear(&mut listener, control("z", false), 0), Meaning::Whole("undo"));
        assert_eq!(hear(&mut listener, control("Z", true), 0), Meaning::Whole("redo"));
        assert_eq!(hear(&mut listener, press("k"), 0), Meaning::None);
        assert_eq!(hear(&mut listener, Press { alt: true, ..control("k", false) }, 0), Meaning::None);
    }

    #[test]
    fn a_sign_counts_with_and_without_shift() {
        let mut listener = Listener::default();
        assert_eq!(hear(&mut listener, Press { shift: true, ..press("?") }, 0), Meaning::Whole("help"));
        assert_eq!(hear(&mut listener, press("?"), 0), Meaning::Whole("help"));
    }

    #[test]
    fn letters_belong_to_the_text_while_one_types() {
        let mut listener = Listener::default();
        let typing = |key| Press { typing: true, ..press(key) };
        assert_eq!(hear(&mut listener, typing("o"), 0), Meaning::None);
        assert_eq!(hear(&mut listener, typing("g"), 0), Meaning::None);
        assert_eq!(hear(&mut listener, typing("p"), 10), Meaning::None);
        let control = Press { control: true, ..typing("k") };
        assert_eq!(hear(&mut listener, control, 20), Meaning::Whole("palette"));
    }

    #[test]
    fn two_keys_in_a_row_are_one_shortcut_unless_it_takes_too_long() {
        let mut listener = Listener::default();
        assert_eq!(hear(&mut listener, press("g"), 0), Meaning::Begun);
        assert_eq!(hear(&mut listener, press("p"), 1000), Meaning::Whole("people"));
        assert_eq!(hear(&mut listener, press("g"), 2000), Meaning::Begun);
        assert_eq!(hear(&mut listener, press("p"), 9000), Meaning::None);
    }

    #[test]
    fn the_second_key_is_no_shortcut_of_its_own() {
        let mut listener = Listener::default();
        assert_eq!(hear(&mut listener, press("g"), 0), Meaning::Begun);
        assert_eq!(hear(&mut listener, press("o"), 10), Meaning::None);
        assert_eq!(hear(&mut listener, press("o"), 20), Meaning::Whole("observe"));
    }
}
