//! What dependencies do when they run, in the model.

use super::spec::{Edit, Node, Pick};
use super::world::{MADE, status_of};

/// A run of dependencies: which ones ran, and what they did.
#[derive(Debug, Default)]
pub(crate) struct Run {
    pub(crate) trace: Vec<String>,
    kept: Vec<Pick>,
    edits: Vec<(usize, Edit)>,
}

impl Run {
    /// Runs `picks`, until one refuses with a status.
    pub(crate) fn all(
        &mut self,
        picks: &[Pick],
        nodes: &[Node],
        refuse: &[usize],
    ) -> Result<(), u16> {
        picks
            .iter()
            .try_for_each(|pick| self.one(*pick, nodes, refuse))
    }

    fn one(&mut self, pick: Pick, nodes: &[Node], refuse: &[usize]) -> Result<(), u16> {
        if self.kept.contains(&pick) {
            return Ok(());
        }
        let number = match pick {
            Pick::ByHand(number) => {
                for need in &nodes[number].needs {
                    self.one(Pick::ByHand(*need), nodes, refuse)?;
                }
                number
            }
            Pick::Made(number) | Pick::Fresh(number) => {
                for need in MADE[number] {
                    self.one(Pick::Made(*need), nodes, refuse)?;
                }
                number
            }
        };
        self.trace.push(format!("n{number}"));
        self.edits
            .extend(nodes[number].edits.iter().map(|edit| (number, *edit)));
        if refuse.contains(&number) {
            return Err(status_of(number).as_u16());
        }
        if !matches!(pick, Pick::Fresh(_)) {
            self.kept.push(pick);
        }
        Ok(())
    }

    /// The values of a header for which the handler sets `own`.
    pub(crate) fn values(&self, header: &str, own: &[&str]) -> Vec<String> {
        let mut values: Vec<String> = own.iter().map(ToString::to_string).collect();
        for (number, edit) in &self.edits {
            let value = format!("n{number}");
            match edit {
                Edit::SetDefault(name) if *name == header && values.is_empty() => {
                    values.push(value);
                }
                Edit::Insert(name) if *name == header => values = vec![value],
                Edit::Append(name) if *name == header => values.push(value),
                Edit::Remove(name) if *name == header => values.clear(),
                _ => {}
            }
        }
        values
    }
}
