//! A text as the squares of a QR code (ISO/IEC 18004).

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::{self, Write};

/// Light squares that have to be around a code, on each side (ISO/IEC 18004, 9.1).
pub const QUIET: usize = 4;

/// The text does not fit any code: at most 2,953 bytes do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("This is too long for a code: copy it instead.")
    }
}

impl std::error::Error for TooLong {}

/// A QR code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Squares along one side, without the quiet zone: 21 to 177.
    side: usize,
    /// Whether each is dark, row by row.
    dark: Vec<bool>,
}

impl Code {
    /// The code of a text. A seventh of it may be unreadable, or less where it would not fit otherwise.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn of(text: &str) -> Result<Self, TooLong> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium)
            .or_else(|_| QrCode::encode_text(text, QrCodeEcc::Low))
            .map_err(|_| TooLong)?;
        let range = 0..code.size();
        let dark = range
            .clone()
            .flat_map(|y| range.clone().map(move |x| (x, y)))
            .map(|(x, y)| code.get_module(x, y));
        let dark: Vec<bool> = dark.collect();
        Ok(Self { side: range.len(), dark })
    }

    /// Squares along one side, with the quiet zone: 29 to 185.
    #[must_use]
    pub fn width(&self) -> usize {
        self.side + 2 * QUIET
    }

    /// Whether a square is dark; counted from the upper left corner, with the quiet zone.
    #[must_use]
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < self.side);
        let (Some(x), Some(y)) = (inside(x), inside(y)) else { return false };
        self.dark.get(y * self.side + x).copied().unwrap_or_default()
    }

    /// The dark squares as one path of an SVG, where a square is one unit.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for y in 0..self.width() {
            let mut x = 0;
            while x < self.width() {
                let run = (x..self.width()).take_while(|x| self.is_dark(*x, y)).count();
                if run > 0 {
                    // Writing to a String cannot fail.
                    let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
                }
                x += run.max(1);
            }
        }
        path
    }
}
