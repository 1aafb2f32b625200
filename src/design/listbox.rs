//! Moving through a list with the keyboard: shared by combobox, menu, palette and table.

/// Where the highlight goes from `at` in a list of `len` when `key` is pressed; `None` if the key does not move it.
/// Arrows wrap around, Page keys move by ten, Home and End go to the ends.
pub(crate) fn moved(at: Option<usize>, len: usize, key: &str) -> Option<usize> {
    let last = len.checked_sub(1)?;
    Some(match (key, at) {
        ("ArrowDown", None) | ("Home", _) => 0,
        ("ArrowUp", None) | ("End", _) => last,
        ("ArrowDown", Some(at)) => {
            if at >= last {
                0
            } else {
                at + 1
            }
        }
        ("ArrowUp", Some(at)) => at.min(last + 1).checked_sub(1).unwrap_or(last),
        ("PageDown", at) => (at.unwrap_or(0) + 10).min(last),
        ("PageUp", at) => at.unwrap_or(0).saturating_sub(10),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn arrows_walk_and_wrap() {
        for (at, key, to) in [
            (None, "ArrowDown", Some(0)),
            (None, "ArrowUp", Some(2)),
            (Some(0), "ArrowDown", Some(1)),
            (Some(2), "ArrowDown", Some(0)),
            (Some(0), "ArrowUp", Some(2)),
            (Some(1), "Home", Some(0)),
            (Some(1), "End", Some(2)),
            (Some(1), "PageDown", Some(2)),
            (Some(1), "a", None),
        ] {
            assert_eq!(moved(at, 3, key), to, "{at:?} {key}");
        }
    }

    #[test]
    fn an_empty_list_goes_nowhere() {
        assert_eq!(moved(None, 0, "ArrowDown"), None);
    }

    #[test]
    fn a_highlight_past_a_shrunken_list_comes_back_into_it() {
        assert_eq!(moved(Some(9), 3, "ArrowUp"), Some(2));
        assert_eq!(moved(Some(9), 3, "ArrowDown"), Some(0));
    }
}
