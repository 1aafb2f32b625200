//! QR codes: text becomes a picture, and a picture becomes text again.
//!
//! [`Code`] is drawn by the page itself. Reading takes a larger program, [`read`], which runs in a worker of its own
//! (`main.rs`) and is loaded when somebody scans: [`page`] is the page's half of it, with camera and picture files.
//! Nothing of what is seen is kept or sent anywhere.

mod code;
pub mod page;
#[cfg(feature = "reader")]
mod read;
#[cfg(all(test, feature = "reader"))]
mod tests;

pub use code::{Code, QUIET, TooLong};
#[cfg(feature = "reader")]
pub use read::{MOST_PIXELS, read};
