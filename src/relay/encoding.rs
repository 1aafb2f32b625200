//! Content codings: which compressed copy of a file a client gets.

/// How the bytes of a response are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As they are.
    Identity,
    /// Gzip (RFC 1952).
    Gzip,
    /// Brotli (RFC 7932).
    Brotli,
}

impl Encoding {
    /// The name in `Accept-Encoding` and `Content-Encoding`.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Identity => "identity",
            Encoding::Gzip => "gzip",
            Encoding::Brotli => "br",
        }
    }

    /// What a compressed copy's file name ends in; none for the plain file.
    pub fn suffix(self) -> Option<&'static str> {
        match self {
            Encoding::Identity => None,
            Encoding::Gzip => Some("gz"),
            Encoding::Brotli => Some("br"),
        }
    }
}

/// The codings that the client takes, smallest first, ending in the plain file.
///
/// A weight only says yes (above zero) or no here: between two codings that a client accepts,
/// the smaller one serves it best. The plain file is always a possible answer, as RFC 9110
/// lets a server disregard the header rather than fail.
pub fn accepted(accept_encoding: &str) -> Vec<Encoding> {
    let takes = |encoding: Encoding| {
        let weight = |wanted: &str| {
            accept_encoding.split(',').find_map(|part| {
                let mut pieces = part.split(';').map(str::trim);
                let name = pieces.next()?;
                let weight = pieces.find_map(|piece| piece.strip_prefix("q=")).unwrap_or("1");
                name.eq_ignore_ascii_case(wanted).then(|| weight.parse::<f32>().unwrap_or(0.0))
            })
        };
        weight(encoding.name()).or_else(|| weight("*")).is_some_and(|weight| weight > 0.0)
    };
    let mut found: Vec<Encoding> =
        [Encoding::Brotli, Encoding::Gzip].into_iter().filter(|encoding| takes(*encoding)).collect();
    found.push(Encoding::Identity);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, expected: &[Encoding]) {
        assert_eq!(accepted(header), expected, "for {header:?}");
    }

    #[test]
    fn the_smallest_accepted_coding_comes_first() {
        use Encoding::{Brotli, Gzip, Identity};
        check("gzip, deflate, br, zstd", &[Brotli, Gzip, Identity]);
        check("gzip", &[Gzip, Identity]);
        check("*", &[Brotli, Gzip, Identity]);
        check("", &[Identity]);
    }

    #[test]
    fn weight_zero_refuses_a_coding() {
        use Encoding::{Gzip, Identity};
        check("br;q=0, gzip;q=0.5", &[Gzip, Identity]);
        check("*, br;q=0", &[Gzip, Identity]);
        check("GZIP; q=1.0", &[Gzip, Identity]);
        check("gzip;q=nonsense", &[Identity]);
    }
}
