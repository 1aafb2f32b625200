//! Reading bytes that may be hostile: nothing is taken beyond the end, nothing is allocated.

/// The bytes end before what should be in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CutShort;

/// A place in a run of bytes.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next `count` bytes.
    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], CutShort> {
        let end = self.at.checked_add(count).ok_or(CutShort)?;
        let taken = self.bytes.get(self.at..end).ok_or(CutShort)?;
        self.at = end;
        Ok(taken)
    }

    /// The next `N` bytes.
    pub(crate) fn array<const N: usize>(&mut self) -> Result<&'a [u8; N], CutShort> {
        self.take(N)?.first_chunk().ok_or(CutShort)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, CutShort> {
        Ok(self.array::<1>()?[0])
    }

    /// What has been read so far.
    pub(crate) fn behind(&self) -> &'a [u8] {
        &self.bytes[..self.at]
    }

    /// All that is left.
    pub(crate) fn rest(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        self.at = self.bytes.len();
        rest
    }
}
