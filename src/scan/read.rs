//! Finding a QR code in a picture.

use rqrr::PreparedImage;

/// The most pixels that are looked at: more than 4,000 × 4,000 comes from no page of ours.
pub const MOST_PIXELS: usize = 1 << 24;

/// The text of the first code found in a picture: four bytes for each pixel, red, green, blue and opacity, row by row.
///
/// `None` where there is none, where it holds no text, or where the numbers do not belong together.
#[must_use]
pub fn read(width: usize, height: usize, pixels: &[u8]) -> Option<String> {
    let count = width.checked_mul(height).filter(|count| *count <= MOST_PIXELS)?;
    if count == 0 || pixels.len() != count * 4 {
        return None;
    }
    let mut grey = Grey { width, height, light: pixels.chunks_exact(4).map(light).collect() };
    // What is too fine to be recognised (noise, a screen's own pixels) may be found at half the size, or a quarter.
    for _ in 0..3 {
        if let Some(text) = grey.find() {
            return Some(text);
        }
        grey = grey.halved();
    }
    None
}

/// How light a pixel is, as the eye has it (ITU-R BT.601, in 256ths).
fn light(pixel: &[u8]) -> u8 {
    let part = |index: usize, weight: u32| u32::from(pixel.get(index).copied().unwrap_or(0)) * weight;
    u8::try_from((part(0, 77) + part(1, 150) + part(2, 29)) >> 8).unwrap_or(u8::MAX)
}

/// A picture without colours.
struct Grey {
    width: usize,
    height: usize,
    light: Vec<u8>,
}

impl Grey {
    fn at(&self, x: usize, y: usize) -> u8 {
        self.light.get(y * self.width + x).copied().unwrap_or(u8::MAX)
    }

    fn find(&self) -> Option<String> {
        let mut picture =
            PreparedImage::prepare_from_greyscale(self.width, self.height, |x, y| self.at(x, y));
        picture.detect_grids().into_iter().find_map(|found| found.decode().ok()).map(|(_, text)| text)
    }

    /// Half as wide and half as high: each pixel the mean of four.
    fn halved(&self) -> Self {
        let (width, height) = ((self.width / 2).max(1), (self.height / 2).max(1));
        let mean = |x: usize, y: usize| {
            let four =
                [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(right, down)| self.at(2 * x + right, 2 * y + down));
            u8::try_from(four.iter().map(|light| u32::from(*light)).sum::<u32>() / 4).unwrap_or(u8::MAX)
        };
        let light = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| mean(x, y));
        Self { width, height, light: light.collect() }
    }
}
