//! What is drawn is read again.

use crate::{Code, QUIET, TooLong, read};

/// The picture of a code with so many pixels to a square, in these two shades.
fn painted(code: &Code, scale: usize, dark: u8, light: u8) -> (usize, Vec<u8>) {
    let width = code.width() * scale;
    let pixel = |x: usize, y: usize| {
        let shade = if code.is_dark(x / scale, y / scale) { dark } else { light };
        [shade, shade, shade, 255]
    };
    (width, (0..width).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect())
}

#[test]
fn what_is_drawn_is_read_again() {
    let link = format!("https://pilothouse.example/#/join/{}", "aZ09-_".repeat(30));
    for text in ["A", "two words: ça, 日本 and 🙂", link.as_str(), &"x".repeat(1_200)] {
        let code = Code::of(text).unwrap();
        for scale in [3, 4, 8] {
            let (width, pixels) = painted(&code, scale, 20, 245);
            assert_eq!(read(width, width, &pixels).as_deref(), Some(text), "{scale} pixels to a square");
        }
    }
}

#[test]
fn a_code_is_read_in_a_larger_and_noisy_picture() {
    let code = Code::of("https://pilothouse.example/#/join/abc").unwrap();
    let (side, pixels) = painted(&code, 5, 60, 190);
    let (width, height) = (640, 480);
    let mut picture = vec![0_u8; width * height * 4];
    for (index, pixel) in picture.chunks_exact_mut(4).enumerate() {
        let (x, y) = (index % width, index / width);
        let is_inside = x >= 90 && x < 90 + side && y >= 70 && y < 70 + side;
        let inside = if is_inside { pixels[((y - 70) * side + (x - 90)) * 4] } else { 120 };
        // A little of everything, the same at each run.
        let noise = u8::try_from((x * 31 + y * 17 + x * y) % 23).unwrap();
        pixel.copy_from_slice(&[inside + noise, inside + noise, inside + noise, 255]);
    }
    assert_eq!(read(width, height, &picture).as_deref(), Some("https://pilothouse.example/#/join/abc"));
}

#[test]
fn around_a_code_is_a_quiet_zone() {
    let code = Code::of("quiet").unwrap();
    let last = code.width() - 1;
    for along in 0..code.width() {
        for across in 0..QUIET {
            for (x, y) in [(along, across), (along, last - across), (across, along), (last - across, along)] {
                assert!(!code.is_dark(x, y), "{x} {y}");
            }
        }
    }
    assert!(code.is_dark(QUIET, QUIET), "the corner of the first finder");
    assert!(!code.is_dark(usize::MAX, 0));
}

#[test]
fn the_path_covers_what_is_dark_and_nothing_else() {
    let code = Code::of("a path").unwrap();
    let mut covered = vec![false; code.width() * code.width()];
    for part in code.path().split('M').filter(|part| !part.is_empty()) {
        let (place, run) = part.split_once('h').unwrap();
        let (x, y) = place.split_once(' ').unwrap();
        let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
        let run: usize = run.split('v').next().unwrap().parse().unwrap();
        for x in x..x + run {
            covered[y * code.width() + x] = true;
        }
    }
    for y in 0..code.width() {
        for x in 0..code.width() {
            assert_eq!(covered[y * code.width() + x], code.is_dark(x, y), "{x} {y}");
        }
    }
}

#[test]
fn what_does_not_fit_is_said_and_what_is_no_picture_is_not_read() {
    assert!(Code::of(&"x".repeat(2_953)).is_ok());
    assert_eq!(Code::of(&"x".repeat(2_954)), Err(TooLong));
    assert_eq!(read(0, 0, &[]), None);
    assert_eq!(read(2, 2, &[0; 15]), None, "one byte short");
    assert_eq!(read(usize::MAX, 2, &[]), None);
    assert_eq!(read(64, 64, &[255; 64 * 64 * 4]), None, "an empty sheet");
    assert_eq!(read(1, 1, &[0; 4]), None);
}
