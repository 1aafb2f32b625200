//! Which of many rows are drawn: those in sight and a few around them.

use std::ops::Range;

/// Rows drawn above and below what is in sight, so that scrolling shows no gap.
const AROUND: usize = 12;

/// Rows drawn at most for paper: some fifty pages. A browser lays out more of them only after a wait; ours.
pub(super) const PRINTED: usize = 2000;

/// The rows to draw of `len` when the view is scrolled by `top` pixels and `high` pixels are in sight.
/// Starts at a multiple of four, so that a small scroll draws nothing anew.
pub(super) fn window(top: f64, high: f64, row: f64, len: usize) -> Range<usize> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=len below")]
    let rows = |pixels: f64| (pixels.max(0.0) / row.max(1.0)).floor() as usize;
    let first = rows(top).min(len);
    let last = (first + rows(high) + 1 + AROUND + 4).min(len);
    let start = first.saturating_sub(AROUND) / 4 * 4;
    start.min(last)..last
}

/// The scroll position that brings row `at` into sight, if it is not already.
pub(super) fn scroll_for(at: usize, top: f64, high: f64, row: f64) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "rows are far fewer than 2^52")]
    let start = at as f64 * row;
    if start < top {
        Some(start)
    } else if start + row > top + high {
        Some(start + row - high)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_holds_all_that_is_in_sight() {
        for top in [0.0, 17.0, 360.0, 7000.0, 719_000.0] {
            let drawn = window(top, 700.0, 36.0, 20_000);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive and small")]
            let (first, last) = ((top / 36.0) as usize, (((top + 700.0) / 36.0) as usize + 1).min(20_000));
            assert!(drawn.start <= first && drawn.end >= last, "{top}: {drawn:?}");
            assert!(drawn.len() < 60, "{top}: {drawn:?}");
        }
    }

    #[test]
    fn a_short_table_is_drawn_whole_and_a_shrunken_one_not_past_its_end() {
        assert_eq!(window(0.0, 700.0, 36.0, 5), 0..5);
        assert_eq!(window(9000.0, 700.0, 36.0, 5), 0..5);
        assert_eq!(window(0.0, 700.0, 36.0, 0), 0..0);
    }

    #[test]
    fn a_row_out_of_sight_is_scrolled_to_just_so() {
        assert_eq!(scroll_for(0, 100.0, 360.0, 36.0), Some(0.0));
        assert_eq!(scroll_for(20, 100.0, 360.0, 36.0), Some(396.0));
        assert_eq!(scroll_for(5, 100.0, 360.0, 36.0), None);
    }
}
