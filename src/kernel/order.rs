//! Putting things in order with code that exists once.
//!
//! The sort of the standard library is compiled anew for every type and every comparison, about five
//! kilobytes each. Here only the moving is; the sorting is done on positions, behind a plain call.
//!
//! ```
//! use kernel::Ordered;
//! let mut words = vec!["pear", "fig", "apple"];
//! words.order_by_key(|word| word.len());
//! assert_eq!(words, ["fig", "pear", "apple"]);
//! ```

use std::cmp::Ordering;

/// Sorts that keep what is equal in its order, for pages, where every byte is downloaded.
pub trait Ordered<T> {
    /// Puts the elements in the order that `compare` says.
    fn order_by(&mut self, compare: impl Fn(&T, &T) -> Ordering);

    /// Puts the elements in the order of their keys. A key is made once.
    fn order_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K);
}

impl<T> Ordered<T> for [T] {
    fn order_by(&mut self, compare: impl Fn(&T, &T) -> Ordering) {
        for (one, two) in exchanges(self.len(), &|one, two| compare(&self[one], &self[two])) {
            self.swap(one, two);
        }
    }

    fn order_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        let keys: Vec<K> = self.iter().map(key).collect();
        for (one, two) in exchanges(keys.len(), &|one, two| keys[one].cmp(&keys[two])) {
            self.swap(one, two);
        }
    }
}

/// The exchanges of two places that put so many elements in order, first to last.
fn exchanges(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|one, two| compare(*one, *two));
    let (mut item_at, mut place_of): (Vec<usize>, Vec<usize>) = ((0..count).collect(), (0..count).collect());
    let mut made = Vec::new();
    for (place, item) in order.into_iter().enumerate() {
        let from = place_of[item];
        if from != place {
            let moved = item_at[place];
            (item_at[from], place_of[moved]) = (moved, from);
            (item_at[place], place_of[item]) = (item, place);
            made.push((place, from));
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_is_that_of_the_standard_library(numbers: Vec<(u8, u16)>) {
            let (mut ours, mut theirs) = (numbers.clone(), numbers);
            ours.order_by_key(|(first, _)| *first);
            theirs.sort_by_key(|(first, _)| *first);
            prop_assert_eq!(ours, theirs);
        }
    }
}
