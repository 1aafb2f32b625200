//! Whether a worker that broke off is replaced, and whether its successor may connect (T-18, T-25).

/// What happened to the workers of one page so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Replacing {
    replaced: bool,
    apart: bool,
}

/// Why a worker broke off, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It was at a file that somebody asked to merge.
    File,
    /// It had taken something in that came over a connection.
    Connection,
    /// Anything else.
    Unknown,
}

impl Replacing {
    /// The page's worker broke off. Returns whether another one is started.
    pub fn broke(&mut self, cause: Cause) -> bool {
        match cause {
            Cause::File => true,
            // What came would come again, and break the next one.
            Cause::Connection if !self.apart => {
                self.apart = true;
                true
            }
            Cause::Connection | Cause::Unknown => !std::mem::replace(&mut self.replaced, true),
        }
    }

    /// Whether the page's worker makes no connections.
    #[must_use]
    pub fn is_apart(&self) -> bool {
        self.apart
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t_18_a_worker_is_replaced_once_and_a_file_does_not_count() {
        let mut page = Replacing::default();
        assert!(page.broke(Cause::File) && page.broke(Cause::Unknown) && page.broke(Cause::File));
        assert!(!page.broke(Cause::Unknown));
        assert!(!page.is_apart());
    }

    #[test]
    fn t_25_after_something_that_came_broke_it_the_next_stays_apart_and_is_still_replaced_once() {
        let mut page = Replacing::default();
        assert!(page.broke(Cause::Connection) && page.is_apart());
        assert!(page.broke(Cause::Unknown) && page.is_apart());
        assert!(!page.broke(Cause::Unknown));
    }
}
