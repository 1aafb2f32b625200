//! Bytes to text: which encoding a file is written in.

use kernel::Problem;

/// How a file writes letters as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, the low byte first: what Excel calls Unicode text.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// Windows-1252: what Excel in western Europe and America saves as CSV.
    Windows1252,
}

impl Encoding {
    /// All encodings, in the order a user is offered them.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Windows1252, Self::Utf16Le, Self::Utf16Be];

    /// What the screen says.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16 (little endian)",
            Self::Utf16Be => "UTF-16 (big endian)",
            Self::Windows1252 => "Windows-1252 (Western)",
        }
    }
}

const MARKS: [(&[u8], Encoding); 3] = [
    (&[0xEF, 0xBB, 0xBF], Encoding::Utf8),
    (&[0xFF, 0xFE], Encoding::Utf16Le),
    (&[0xFE, 0xFF], Encoding::Utf16Be),
];

/// The text of a file, how it was read, and whether that is certain.
pub fn decode(bytes: &[u8], asked: Option<Encoding>) -> Result<(String, Encoding, bool), Problem> {
    for (magic, what, way_out) in [
        (&b"PK\x03\x04"[..], "a spreadsheet workbook or a zip", "Open it and save the sheet as CSV."),
        (b"\xD0\xCF\x11\xE0", "an old Excel workbook", "Open it and save the sheet as CSV."),
        (b"%PDF", "a PDF", "Export the data as CSV instead."),
    ] {
        if bytes.starts_with(magic) {
            return Err(Problem::new(format!("The file is {what}, not a text table."), way_out));
        }
    }
    let mark = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark));
    let encoding = asked.or(mark.map(|(_, encoding)| *encoding));
    let body = match mark {
        Some((mark, marked)) if encoding == Some(*marked) => &bytes[mark.len()..],
        _ => bytes,
    };
    if let Some(encoding) = encoding {
        let text = read(body, encoding).ok_or_else(|| {
            Problem::new(
                format!("The file is not valid {}.", encoding.label()),
                "Choose another encoding, or save the file as UTF-8.",
            )
        })?;
        return Ok((text, encoding, true));
    }
    if let Some(encoding) = without_mark(body) {
        let text = read(body, encoding).ok_or_else(no_text)?;
        return Ok((text, encoding, false));
    }
    if body.contains(&0) {
        return Err(no_text());
    }
    match read(body, Encoding::Utf8) {
        // Text of another encoding is hardly ever valid UTF-8 by chance.
        Some(text) => Ok((text, Encoding::Utf8, true)),
        None => {
            let text = read(body, Encoding::Windows1252).ok_or_else(no_text)?;
            Ok((text, Encoding::Windows1252, false))
        }
    }
}

fn no_text() -> Problem {
    Problem::new("The file is not text.", "Export the data as CSV and choose that file.")
}

/// UTF-16 without a mark: separators, digits and Latin letters leave every second byte zero.
fn without_mark(bytes: &[u8]) -> Option<Encoding> {
    let start = &bytes[..bytes.len().min(4096)];
    let zeros = |offset: usize| start.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), start.len() / 2);
    if pairs < 2 {
        None
    } else if odd * 3 > pairs && even * 20 < pairs {
        Some(Encoding::Utf16Le)
    } else if even * 3 > pairs && odd * 20 < pairs {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

fn read(bytes: &[u8], encoding: Encoding) -> Option<String> {
    let pairs = |join: fn([u8; 2]) -> u16| {
        let units = bytes.as_chunks::<2>();
        // An odd byte at the end belongs to a file that was cut.
        units.1.is_empty().then(move || char::decode_utf16(units.0.iter().map(move |pair| join(*pair))))
    };
    match encoding {
        Encoding::Utf8 => std::str::from_utf8(bytes).ok().map(str::to_owned),
        Encoding::Utf16Le => pairs(u16::from_le_bytes)?.collect::<Result<_, _>>().ok(),
        Encoding::Utf16Be => pairs(u16::from_be_bytes)?.collect::<Result<_, _>>().ok(),
        Encoding::Windows1252 => Some(bytes.iter().map(|byte| windows_1252(*byte)).collect()),
    }
}

/// The letters of Windows-1252 that are not those of Latin-1 (WHATWG Encoding, index windows-1252).
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
