//! The numbers and columns that Automerge's chunks consist of, read within the bytes there are.
//!
//! Automerge binary document format: <https://automerge.org/automerge-binary-format-spec/>.

use kernel::Problem;

use super::frames::damaged;

/// The bytes of a change's hash.
pub(super) const HASH: u64 = 32;

/// The problem of bytes that end too early.
pub(super) fn cut_off() -> Problem {
    damaged("it is cut off")
}

/// What is left to be read.
pub(super) struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// The next so many bytes.
    pub fn take(&mut self, length: u64) -> Result<&'a [u8], Problem> {
        let length = usize::try_from(length).map_err(|_| cut_off())?;
        let (head, tail) = self.0.split_at_checked(length).ok_or_else(cut_off)?;
        self.0 = tail;
        Ok(head)
    }

    /// An unsigned LEB128 number.
    pub fn number(&mut self) -> Result<u64, Problem> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(damaged("a number in it is too long"))
    }

    /// A signed LEB128 number.
    pub fn signed(&mut self) -> Result<i64, Problem> {
        let before = self.0.len();
        let number = self.number()?;
        let bits = 7 * (before - self.0.len());
        let number = number.cast_signed();
        // The highest bit that was written is the sign.
        Ok(if bits < 64 { number << (64 - bits) >> (64 - bits) } else { number })
    }

    /// Each run of a run-length column: how often, and which value; none in a run of nothing.
    pub fn runs<V>(
        &mut self,
        value: impl Fn(&mut Self) -> Result<V, Problem>,
        mut run: impl FnMut(u64, Option<V>),
    ) -> Result<(), Problem> {
        while !self.0.is_empty() {
            match self.signed()? {
                0 => run(self.number()?, None),
                count @ 1.. => run(count.unsigned_abs(), Some(value(self)?)),
                // So many values that are not repeated; each takes a byte at least.
                count => {
                    for _ in 0..count.unsigned_abs() {
                        run(1, Some(value(self)?));
                    }
                }
            }
        }
        Ok(())
    }

    /// Past a number.
    pub fn skip_number(&mut self) -> Result<(), Problem> {
        self.number().map(drop)
    }

    /// Past bytes with their length before them.
    pub fn skip_prefixed(&mut self) -> Result<(), Problem> {
        let length = self.number()?;
        self.take(length).map(drop)
    }

    /// A text with its length before it.
    pub fn text(&mut self) -> Result<&'a str, Problem> {
        let length = self.number()?;
        str::from_utf8(self.take(length)?).map_err(|_| damaged("a text in it is none"))
    }

    /// A list with its length before it, read one after the other.
    pub fn each(&mut self, mut read: impl FnMut(&mut Self) -> Result<(), Problem>) -> Result<(), Problem> {
        for _ in 0..self.number()? {
            read(self)?;
        }
        Ok(())
    }

    /// How long a list is that has its length before it, read one after the other.
    pub fn count(&mut self, mut read: impl FnMut(&mut Self) -> Result<(), Problem>) -> Result<u64, Problem> {
        let mut count = 0;
        self.each(|bytes| {
            count += 1;
            read(bytes)
        })?;
        Ok(count)
    }

    /// The place of something in a list of so many.
    ///
    /// # Errors
    /// When the list has no such place.
    pub fn below(&mut self, many: u64) -> Result<(), Problem> {
        if self.number()? < many { Ok(()) } else { Err(damaged("it names a writer that is not in its list")) }
    }

    /// Kind and length of each column.
    pub fn columns(&mut self) -> Result<Vec<(u64, u64)>, Problem> {
        let count = self.number()?;
        let mut columns = Vec::new();
        for _ in 0..count {
            columns.push((self.number()?, self.number()?));
        }
        Ok(columns)
    }
}
