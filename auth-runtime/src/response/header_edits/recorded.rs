//! `Recorded`: edits of headers in their cheapest representation.

use std::mem;

use http::header::{Entry, InvalidHeaderName, MaxSizeReached};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::Action;

/// Space for the headers that several edits set, and for the others that the response has, without growing
/// the map.
const USUAL_HEADERS: usize = 12;

/// Edits of the headers of a response that does not exist yet.
#[derive(Debug, Clone, Default)]
pub(super) enum Recorded {
    #[default]
    None,
    /// Most requests have at most one edit, and then nothing is allocated.
    One(Edit),
    Several(Several),
}

/// More headers than a [`HeaderMap`] has room for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooManyHeaders;

impl From<MaxSizeReached> for TooManyHeaders {
    fn from(_: MaxSizeReached) -> Self {
        Self
    }
}

/// [`HeaderMap::try_entry`] can fail with this error, but a [`HeaderName`] is never invalid.
impl From<InvalidHeaderName> for TooManyHeaders {
    fn from(_: InvalidHeaderName) -> Self {
        Self
    }
}

#[derive(Debug, Clone)]
pub(super) struct Edit {
    pub(super) action: Action,
    pub(super) name: HeaderName,
    pub(super) value: HeaderValue,
}

impl Recorded {
    pub(super) fn add(&mut self, edit: Edit) {
        if let (Self::Several(several), Action::Insert) = (&mut *self, edit.action) {
            several.insert(edit);
        } else {
            self.add_other(edit);
        }
    }

    /// The same for what is rarer: the first two edits, and those that are no insertions.
    #[inline(never)]
    fn add_other(&mut self, edit: Edit) {
        match self {
            Self::None => *self = Self::One(edit),
            Self::One(_) => {
                let first = mem::replace(self, Self::Several(Several::default()));
                if let (Self::Several(several), Self::One(first)) = (self, first) {
                    several.start_with(first, edit);
                }
            }
            Self::Several(several) => several.edit(edit),
        }
    }

    /// The names that are edited, except those that are removed.
    pub(super) fn names(&self) -> impl Iterator<Item = &HeaderName> {
        let (open, set) = match self {
            Self::None => (&[][..], None),
            Self::One(edit) => (std::slice::from_ref(edit), None),
            Self::Several(Several { open, set, .. }) => (&open[..], Some(set)),
        };
        open.iter()
            .filter(|edit| !matches!(edit.action, Action::Remove))
            .map(|edit| &edit.name)
            .chain(set.into_iter().flat_map(HeaderMap::keys))
    }

    /// Edits `headers`, with the same result as applying the edits one by one, and uses them up.
    ///
    /// # Errors
    ///
    /// [`TooManyHeaders`]; some of the edits may have been applied by then.
    pub(super) fn apply(&mut self, headers: &mut HeaderMap) -> Result<(), TooManyHeaders> {
        if let Self::Several(several) = self {
            return several.apply(headers);
        }
        match mem::take(self) {
            Self::One(edit) => edit.apply(headers),
            Self::None | Self::Several(_) => Ok(()),
        }
    }
}

impl Edit {
    fn is_insertion(&self) -> bool {
        matches!(self.action, Action::Insert)
    }

    fn apply(self, headers: &mut HeaderMap) -> Result<(), TooManyHeaders> {
        let Self {
            action,
            name,
            value,
        } = self;
        match action {
            Action::SetDefault => {
                headers.try_entry(name)?.or_try_insert(value)?;
            }
            Action::Insert => {
                headers.try_insert(name, value)?;
            }
            Action::Append => {
                headers.try_append(name, value)?;
            }
            Action::Remove => {
                headers.remove(name);
            }
        }
        Ok(())
    }
}

/// Edits, reduced for each header to those that still matter.
///
/// An insertion decides the value of a header, whatever the response has. So the results of the insertion and
/// of later edits are known: they are made in `set`, a map that replaces the response's.
#[derive(Debug, Clone, Default)]
pub(super) struct Several {
    /// The edits that depend on the response: those of headers that were not in `set` at the time.
    open: Vec<Edit>,
    set: HeaderMap,
    /// Whether `set` had no room for one more.
    is_too_much: bool,
}

impl Several {
    /// Makes the first two edits.
    fn start_with(&mut self, first: Edit, second: Edit) {
        if first.is_insertion() || second.is_insertion() {
            self.set.reserve(USUAL_HEADERS);
        }
        self.add(first);
        self.add(second);
    }

    fn add(&mut self, edit: Edit) {
        if edit.is_insertion() {
            self.insert(edit);
        } else {
            self.edit(edit);
        }
    }

    /// Makes an edit that is an insertion.
    #[inline]
    fn insert(&mut self, edit: Edit) {
        self.is_too_much |= self.set.try_insert(edit.name, edit.value).is_err();
    }

    /// Makes an edit that is no insertion.
    fn edit(&mut self, edit: Edit) {
        if !self.set.contains_key(&edit.name) {
            self.open.push(edit);
            return;
        }
        match edit.action {
            Action::SetDefault => {}
            Action::Remove => {
                self.set.remove(&edit.name);
                self.open.push(edit);
            }
            Action::Insert | Action::Append => {
                self.is_too_much |= edit.apply(&mut self.set).is_err();
            }
        }
    }

    fn apply(&mut self, headers: &mut HeaderMap) -> Result<(), TooManyHeaders> {
        if self.is_too_much {
            return Err(TooManyHeaders);
        }
        if !self.open.is_empty() {
            for edit in mem::take(&mut self.open) {
                edit.apply(headers)?;
            }
        }
        if !self.set.is_empty() {
            mem::swap(headers, &mut self.set);
            add_others(headers, &mut self.set)?;
        }
        Ok(())
    }
}

/// Adds to `headers` those of `others` whose names it does not contain, and leaves empty values there.
fn add_others(headers: &mut HeaderMap, others: &mut HeaderMap) -> Result<(), TooManyHeaders> {
    if headers.len() != headers.keys_len() || others.len() != others.keys_len() {
        return add_other_lists(headers, others);
    }
    for (name, value) in others {
        let value = mem::replace(value, HeaderValue::from_static(""));
        if let Some(set) = headers.try_insert(name, value)? {
            headers.try_insert(name, set)?;
        }
    }
    Ok(())
}

/// The same for names with several values.
#[cold]
fn add_other_lists(headers: &mut HeaderMap, others: &mut HeaderMap) -> Result<(), TooManyHeaders> {
    let mut kept = None;
    for (name, value) in mem::take(others) {
        // Only the first value of a name comes with the name.
        if let Some(name) = name {
            kept = match headers.try_entry(name)? {
                Entry::Vacant(entry) => Some(entry.try_insert_entry(value)?),
                Entry::Occupied(_) => None,
            };
        } else if let Some(kept) = &mut kept {
            kept.append(value);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection;
    use proptest::prelude::*;

    fn edit(action: Action, name: &'static str) -> Edit {
        Edit {
            action,
            name: HeaderName::from_static(name),
            value: HeaderValue::from_static("edited"),
        }
    }

    fn recorded(edits: impl IntoIterator<Item = Edit>) -> Recorded {
        let mut recorded = Recorded::default();
        for edit in edits {
            recorded.add(edit);
        }
        recorded
    }

    #[test]
    fn one_edit_needs_no_allocation() {
        let recorded = recorded([edit(Action::Insert, "x")]);
        assert!(matches!(recorded, Recorded::One(_)), "{recorded:?}");
    }

    #[test]
    fn the_usual_headers_need_no_growth() {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        let mut recorded = recorded(names.map(|name| edit(Action::Insert, name)));
        let Recorded::Several(Several { open, set, .. }) = &recorded else {
            panic!("{recorded:?}");
        };
        assert_eq!(open.capacity(), 0);
        let allocated = set.capacity();
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("text/plain"));
        headers.insert("content-length", HeaderValue::from_static("4"));
        recorded.apply(&mut headers).unwrap();
        assert_eq!((headers.len(), headers.capacity()), (12, allocated));
    }

    #[test]
    fn more_headers_than_there_can_be_are_an_error_whoever_has_them() {
        // A map has room for 24,576 names; inserting one more is refused.
        let names =
            || (0..30_000).map(|number| HeaderName::try_from(format!("x-{number}")).unwrap());
        let edits = |action| {
            recorded(names().map(|name| Edit {
                name,
                ..edit(action, "x")
            }))
        };
        for action in [Action::SetDefault, Action::Insert, Action::Append] {
            let outcome = edits(action).apply(&mut HeaderMap::new());
            assert_eq!(outcome, Err(TooManyHeaders), "{action:?}");
        }
    }

    /// Header names from a small set, so that edits collide.
    fn name() -> impl Strategy<Value = &'static str> {
        prop::sample::select(&["x", "y", "content-type"][..])
    }

    fn edits() -> impl Strategy<Value = Vec<Edit>> {
        let action = prop::sample::select(vec![
            Action::SetDefault,
            Action::Insert,
            Action::Append,
            Action::Remove,
        ]);
        let edit = (action, name());
        collection::vec(edit, 0..16).prop_map(|edits| {
            let numbered = edits.into_iter().enumerate();
            let edit = |(number, (action, name))| Edit {
                action,
                name: HeaderName::from_static(name),
                value: HeaderValue::from(number),
            };
            numbered.map(edit).collect()
        })
    }

    proptest! {
        #[test]
        fn they_edit_as_one_after_the_other(
            edits in edits(),
            own in collection::vec(name(), 0..6),
        ) {
            let mut headers = HeaderMap::new();
            for (number, name) in own.into_iter().enumerate() {
                headers.append(name, HeaderValue::from(1000 + number));
            }
            let mut one_by_one = headers.clone();
            for edit in edits.clone() {
                edit.apply(&mut one_by_one).unwrap();
            }
            recorded(edits).apply(&mut headers).unwrap();
            prop_assert_eq!(headers, one_by_one);
        }
    }
}
