//! The fields of a record: values under names that the records of a kind have in common.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{collections::BTreeMap, fmt, ops::Index, sync::Arc};

use crate::{Name, Value};

/// Values by name, in order of the names; stored and sent as a map.
///
/// A workspace has tens of thousands of records with the same few sets of names. So a set of names is kept
/// once, in a [`Layout`], and a record has only its values.
#[derive(Clone, Default)]
pub struct Fields {
    layout: Layout,
    /// As many as the layout has names.
    values: Vec<Value>,
}

/// The names of some fields, each once and in order. A clone is the same list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout(Arc<[Name]>);

impl Layout {
    /// A layout of these names; `None` unless each comes after the one before it.
    #[must_use]
    pub fn new(names: Vec<Name>) -> Option<Self> {
        names.is_sorted_by(|a, b| a < b).then(|| Self(names.into()))
    }

    /// The names, in order.
    #[must_use]
    pub fn names(&self) -> &[Name] {
        &self.0
    }

    /// Whether both are one and the same list: what was found out about one is true of the other.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|standing| (**standing).cmp(name))
    }
}

impl Fields {
    /// No fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// These values under the names of a layout; `None` unless there are as many.
    #[must_use]
    pub fn of(layout: Layout, values: Vec<Value>) -> Option<Self> {
        (layout.0.len() == values.len()).then_some(Self { layout, values })
    }

    /// The names.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The values, in order of the names.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The value under a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(self.layout.place(name).ok()?)
    }

    /// Whether there is a value under a name.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.layout.place(name).is_ok()
    }

    /// Puts a value under a name, and gives back what stood there.
    pub fn insert(&mut self, name: Name, value: Value) -> Option<Value> {
        match self.layout.place(&name) {
            Ok(at) => self.values.get_mut(at).map(|standing| std::mem::replace(standing, value)),
            Err(at) => {
                let mut names = self.layout.0.to_vec();
                names.insert(at, name);
                self.layout = Layout(names.into());
                self.values.insert(at, value);
                None
            }
        }
    }

    /// Takes the value out that stands under a name.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.layout.place(name).ok()?;
        let mut names = self.layout.0.to_vec();
        names.remove(at);
        self.layout = Layout(names.into());
        Some(self.values.remove(at))
    }

    /// What a record keeps, from all its fields: those that hold something. Their values are taken out.
    #[must_use]
    pub fn stored(all: &mut [(&'static str, Option<Value>)]) -> Self {
        Self::in_order(
            all.iter_mut().filter_map(|(name, value)| Some(((*name).into(), value.take()?))).collect(),
        )
    }

    /// In order. Not generic: a map collects by sorting, with a sort that is compiled anew for every iterator, and each kind
    /// of record had one.
    fn in_order(pairs: Vec<(Name, Value)>) -> Self {
        let pairs: BTreeMap<Name, Value> = pairs.into_iter().collect();
        let (names, values): (Vec<Name>, Vec<Value>) = pairs.into_iter().unzip();
        Self { layout: Layout(names.into()), values }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The names, in order.
    pub fn keys(&self) -> std::slice::Iter<'_, Name> {
        self.layout.0.iter()
    }

    /// Names and values, in order of the names.
    pub fn iter(&self) -> Iter<'_> {
        self.keys().zip(&self.values)
    }
}

/// Goes through fields by reference.
pub type Iter<'a> = std::iter::Zip<std::slice::Iter<'a, Name>, std::slice::Iter<'a, Value>>;

impl<'a> IntoIterator for &'a Fields {
    type Item = (&'a Name, &'a Value);
    type IntoIter = Iter<'a>;
    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl FromIterator<(Name, Value)> for Fields {
    /// Of several values under one name the last one counts.
    fn from_iter<I: IntoIterator<Item = (Name, Value)>>(pairs: I) -> Self {
        Self::in_order(pairs.into_iter().collect())
    }
}

impl From<BTreeMap<String, Value>> for Fields {
    fn from(map: BTreeMap<String, Value>) -> Self {
        let (names, values): (Vec<Name>, Vec<Value>) =
            map.into_iter().map(|(name, value)| (name.into(), value)).unzip();
        Self { layout: Layout(names.into()), values }
    }
}

impl<const COUNT: usize> From<[(Name, Value); COUNT]> for Fields {
    fn from(pairs: [(Name, Value); COUNT]) -> Self {
        pairs.into_iter().collect()
    }
}

impl Index<&str> for Fields {
    type Output = Value;

    /// # Panics
    /// When nothing stands under the name, as a map does.
    fn index(&self, name: &str) -> &Value {
        #[expect(clippy::expect_used, reason = "as a map's index; whoever is not sure asks `get`")]
        self.get(name).expect("there is a field of this name")
    }
}

impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        (self.layout.is(&other.layout) || self.layout == other.layout) && self.values == other.values
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(BTreeMap::<Name, Value>::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn fields_do_as_a_map_does(steps in proptest::collection::vec((0..12_u8, any::<Option<i64>>()), 0..60)) {
            let (mut fields, mut map) = (Fields::new(), BTreeMap::new());
            for (name, value) in steps {
                let name = name.to_string();
                match value {
                    Some(number) => prop_assert_eq!(
                        fields.insert(name.as_str().into(), Value::Integer(number)),
                        map.insert(Name::from(name.as_str()), Value::Integer(number))
                    ),
                    None => prop_assert_eq!(fields.remove(&name), map.remove(name.as_str())),
                }
                prop_assert!(fields.iter().eq(map.iter()));
                prop_assert!(map.keys().all(|name| fields.get(name) == map.get(name)));
                prop_assert_eq!(&fields, &map.clone().into_iter().collect::<Fields>());
            }
            let written = serde_json::to_string(&map).unwrap();
            prop_assert_eq!(&serde_json::to_string(&fields).unwrap(), &written);
            prop_assert_eq!(serde_json::from_str::<Fields>(&written).unwrap(), fields);
        }
    }

    #[test]
    fn a_layout_has_each_name_once_and_in_order() {
        let names = |names: &[&str]| names.iter().map(|name| Name::from(*name)).collect::<Vec<_>>();
        assert!(Layout::new(names(&["a", "b"])).is_some());
        for wrong in [&["b", "a"], &["a", "a"]] {
            assert_eq!(Layout::new(names(wrong)), None);
        }
        assert!(Fields::of(Layout::default(), vec![Value::Flag(true)]).is_none());
    }
}
