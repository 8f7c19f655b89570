//! A short list that keeps its first items in place and allocates only for more.

/// Up to `N` items without an allocation, any number with one.
#[derive(Debug, Clone)]
pub(crate) struct InlineList<T, const N: usize> {
    inline: [Option<T>; N],
    length: usize,
    rest: Vec<T>,
}

impl<T, const N: usize> InlineList<T, N> {
    pub(crate) const fn new() -> Self {
        Self {
            inline: [const { None }; N],
            length: 0,
            rest: Vec::new(),
        }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub(crate) fn push(&mut self, item: T) {
        match self.inline.get_mut(self.length) {
            Some(place) => *place = Some(item),
            None => self.rest.push(item),
        }
        self.length += 1;
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.inline
            .iter()
            .take(self.length)
            .flatten()
            .chain(&self.rest)
    }
}

impl<T, const N: usize> IntoIterator for InlineList<T, N> {
    type Item = T;
    type IntoIter = std::iter::Chain<
        std::iter::Flatten<std::iter::Take<std::array::IntoIter<Option<T>, N>>>,
        std::vec::IntoIter<T>,
    >;

    fn into_iter(self) -> Self::IntoIter {
        self.inline
            .into_iter()
            .take(self.length)
            .flatten()
            .chain(self.rest)
    }
}

#[cfg(test)]
mod tests {
    use super::InlineList;

    #[test]
    fn keeps_the_order_past_its_inline_places() {
        let mut list = InlineList::<u32, 2>::new();
        assert!(list.is_empty());
        (0..5).for_each(|item| list.push(item));

        assert!(list.iter().copied().eq(0..5));
        assert!(list.into_iter().eq(0..5));
    }
}
