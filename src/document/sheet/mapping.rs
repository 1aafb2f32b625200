//! Which column of a file is which field.

use kernel::unicode;

/// One thing a column can be, with the names files are known to give it.
#[derive(Debug, PartialEq, Eq)]
pub struct Target {
    /// The name in code and in remembered mappings, for example `first_name`.
    pub name: &'static str,
    /// What the screen says.
    pub label: &'static str,
    /// The headers it is known by, the best first, letters and digits only in lower case:
    /// `workemail`, `hiredate`.
    pub known_as: &'static [&'static str],
}

/// For every column of a file, what it is; `None` for columns that are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    columns: Vec<Option<&'static Target>>,
}

impl Mapping {
    /// What the header says by itself. Only known names count; nothing is guessed from contents.
    #[must_use]
    pub fn suggest(header: &[String], targets: &'static [Target]) -> Self {
        let keys: Vec<String> = header.iter().map(|name| key(name)).collect();
        let mut mapping = Self { columns: vec![None; header.len()] };
        for target in targets {
            let column = target.known_as.iter().find_map(|known| {
                (0..keys.len()).find(|column| keys[*column] == *known && mapping.columns[*column].is_none())
            });
            if let Some(column) = column {
                mapping.columns[column] = Some(target);
            }
        }
        mapping
    }

    /// What a column is.
    #[must_use]
    pub fn target(&self, column: usize) -> Option<&'static Target> {
        self.columns.get(column).copied().flatten()
    }

    /// The column that is `target`, by its name.
    #[must_use]
    pub fn column(&self, target: &str) -> Option<usize> {
        self.columns.iter().position(|held| held.is_some_and(|held| held.name == target))
    }

    /// Says what a column is. A target that another column had moves here.
    pub fn set(&mut self, column: usize, target: Option<&'static Target>) {
        if let Some(target) = target {
            for held in &mut self.columns {
                held.take_if(|held| held.name == target.name);
            }
        }
        if let Some(held) = self.columns.get_mut(column) {
            *held = target;
        }
    }

    /// Says what a column is, beside other columns that are the same.
    pub fn also(&mut self, column: usize, target: &'static Target) {
        if let Some(held) = self.columns.get_mut(column) {
            *held = Some(target);
        }
    }

    /// Every column that is `target`, by its name.
    pub fn columns(&self, target: &str) -> impl Iterator<Item = usize> {
        let is = move |held: &Option<&'static Target>| held.is_some_and(|held| held.name == target);
        self.columns.iter().enumerate().filter(move |(_, held)| is(held)).map(|(column, _)| column)
    }

    /// The columns that are left out.
    pub fn left_out(&self) -> impl Iterator<Item = usize> {
        self.columns.iter().enumerate().filter(|(_, held)| held.is_none()).map(|(column, _)| column)
    }

    /// The mapping as one line, to be remembered: `employee_id,first_name,,notes`.
    #[must_use]
    pub fn words(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|held| held.map_or("", |held| held.name)).collect();
        names.join(",")
    }

    /// The mapping that [`Mapping::words`] wrote, for a file of `columns` columns; `None` when it
    /// belongs to another number of columns. Targets that no longer exist are left out.
    #[must_use]
    pub fn from_words(words: &str, columns: usize, targets: &'static [Target]) -> Option<Self> {
        let held: Vec<Option<&'static Target>> =
            words.split(',').map(|word| targets.iter().find(|target| target.name == word)).collect();
        (held.len() == columns).then_some(Self { columns: held })
    }
}

/// What identifies the set of columns of a file, in their order: files of one source have the same.
#[must_use]
pub fn header_set(header: &[String]) -> String {
    header.iter().map(|name| key(name)).collect::<Vec<_>>().join(",")
}

/// A header as it is compared: `Employee #` → `employeenumber`, `E-Mail` → `email`.
fn key(name: &str) -> String {
    unicode::same(&name.replace('#', "number")).chars().filter(|letter| letter.is_alphanumeric()).collect()
}
