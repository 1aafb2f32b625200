//! Reading and writing bytes: fixed-width big-endian numbers, counted lists, nothing optional.
//!
//! There is one way to write a value, so whatever decodes encodes to the same bytes (rule E-1).
//! A count is never trusted: lists grow by what is really there (rule E-2).

/// Bytes that are not what they should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The bytes end too early.
    #[error("the bytes end too early")]
    Short,
    /// There is more after the end.
    #[error("there are bytes after the end")]
    Trailing,
    /// A format of another version; its number.
    #[error("written in version {0} of the format, which this version cannot read")]
    Version(u8),
    /// A number that names nothing; what it should name.
    #[error("an unknown {0}")]
    Unknown(&'static str),
    /// Longer than is allowed; what is.
    #[error("{0} is too long")]
    TooLong(&'static str),
    /// A list that is not in ascending order, or names something twice; which list.
    #[error("{0} are not in order")]
    Order(&'static str),
    /// Text that is not UTF-8.
    #[error("text that is not UTF-8")]
    Text,
}

/// Takes values from the front of bytes.
#[derive(Clone, Debug)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// A reader of these bytes.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// How many bytes are left.
    #[must_use]
    pub const fn left(&self) -> usize {
        self.0.len()
    }

    /// The next `count` bytes.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(DecodeError::Short)?;
        self.0 = rest;
        Ok(taken)
    }

    /// The next `N` bytes.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(DecodeError::Short)?;
        self.0 = rest;
        Ok(*taken)
    }

    /// One byte.
    pub fn u8(&mut self) -> Result<u8, DecodeError> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// Two bytes, big-endian.
    pub fn u16(&mut self) -> Result<u16, DecodeError> {
        self.array().map(u16::from_be_bytes)
    }

    /// Four bytes, big-endian.
    pub fn u32(&mut self) -> Result<u32, DecodeError> {
        self.array().map(u32::from_be_bytes)
    }

    /// Eight bytes, big-endian.
    pub fn u64(&mut self) -> Result<u64, DecodeError> {
        self.array().map(u64::from_be_bytes)
    }

    /// Eight bytes, big-endian, two's complement.
    pub fn i64(&mut self) -> Result<i64, DecodeError> {
        self.array().map(i64::from_be_bytes)
    }

    /// Bytes led by their count, at most `longest`; `what` names them in the error.
    pub fn bytes(&mut self, longest: usize, what: &'static str) -> Result<&'a [u8], DecodeError> {
        let count = self.count(longest, what)?;
        self.take(count)
    }

    /// Text led by its count of bytes.
    pub fn text(&mut self, longest: usize, what: &'static str) -> Result<String, DecodeError> {
        let bytes = self.bytes(longest, what)?;
        std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| DecodeError::Text)
    }

    /// A list led by its count, at most `longest`; each entry takes at least one byte.
    pub fn list<T>(
        &mut self,
        longest: usize,
        what: &'static str,
        mut entry: impl FnMut(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Vec<T>, DecodeError> {
        let count = self.count(longest, what)?;
        if count > self.left() {
            return Err(DecodeError::Short);
        }
        let mut list = Vec::new();
        for _ in 0..count {
            list.push(entry(self)?);
        }
        Ok(list)
    }

    /// A list in strictly ascending order of `key`, so that a set has one encoding.
    pub fn ordered<T, K: Ord>(
        &mut self,
        longest: usize,
        what: &'static str,
        entry: impl FnMut(&mut Self) -> Result<T, DecodeError>,
        key: impl Fn(&T) -> K,
    ) -> Result<Vec<T>, DecodeError> {
        let list = self.list(longest, what, entry)?;
        if list.windows(2).all(|pair| matches!(pair, [first, second] if key(first) < key(second))) {
            Ok(list)
        } else {
            Err(DecodeError::Order(what))
        }
    }

    /// A value that may be missing: 0, or 1 and the value.
    pub fn option<T>(
        &mut self,
        value: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Option<T>, DecodeError> {
        match self.u8()? {
            0 => Ok(None),
            1 => value(self).map(Some),
            _ => Err(DecodeError::Unknown("presence")),
        }
    }

    /// Yes or no, in one byte.
    pub fn flag(&mut self) -> Result<bool, DecodeError> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(DecodeError::Unknown("flag")),
        }
    }

    /// The version byte that leads every format; only `expected` can be read.
    pub fn version(&mut self, expected: u8) -> Result<(), DecodeError> {
        match self.u8()? {
            found if found == expected => Ok(()),
            found => Err(DecodeError::Version(found)),
        }
    }

    /// Nothing may be left.
    pub const fn end(&self) -> Result<(), DecodeError> {
        if self.0.is_empty() { Ok(()) } else { Err(DecodeError::Trailing) }
    }

    fn count(&mut self, longest: usize, what: &'static str) -> Result<usize, DecodeError> {
        let count = usize::try_from(self.u32()?).map_err(|_| DecodeError::TooLong(what))?;
        if count > longest { Err(DecodeError::TooLong(what)) } else { Ok(count) }
    }
}

/// Appends values to bytes.
#[derive(Clone, Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// Nothing written yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Something signed or hashed begins with what it is, so that nothing can stand for another
    /// (rule E-3): the domain's length in one byte, then the domain.
    #[must_use]
    pub fn in_domain(domain: &'static str) -> Self {
        let mut writer = Self::new();
        writer.u8(u8::try_from(domain.len()).unwrap_or(u8::MAX)).raw(domain.as_bytes());
        writer
    }

    /// The bytes written.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.0
    }

    /// Bytes of a known length, without a count.
    pub fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// One byte.
    pub fn u8(&mut self, value: u8) -> &mut Self {
        self.raw(&[value])
    }

    /// Two bytes.
    pub fn u16(&mut self, value: u16) -> &mut Self {
        self.raw(&value.to_be_bytes())
    }

    /// Four bytes.
    pub fn u32(&mut self, value: u32) -> &mut Self {
        self.raw(&value.to_be_bytes())
    }

    /// Eight bytes.
    pub fn u64(&mut self, value: u64) -> &mut Self {
        self.raw(&value.to_be_bytes())
    }

    /// Eight bytes.
    pub fn i64(&mut self, value: i64) -> &mut Self {
        self.raw(&value.to_be_bytes())
    }

    /// A count. What is longer than `u32::MAX` never decodes: every limit is far below.
    pub fn count(&mut self, count: usize) -> &mut Self {
        self.u32(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Bytes led by their count.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.count(bytes.len()).raw(bytes)
    }

    /// A list led by its count.
    pub fn list<T>(
        &mut self,
        list: impl IntoIterator<Item = T, IntoIter: ExactSizeIterator>,
        mut entry: impl FnMut(&mut Self, T),
    ) -> &mut Self {
        let list = list.into_iter();
        self.count(list.len());
        for item in list {
            entry(self, item);
        }
        self
    }

    /// 0, or 1 and the value.
    pub fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) -> &mut Self {
        match value {
            None => {
                self.u8(0);
            }
            Some(value) => {
                self.u8(1);
                write(self, value);
            }
        }
        self
    }
}
