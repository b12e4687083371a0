//! Collections: ordered lists of objects, with a reference on each.
//!
//! Facts: `fxcollectionapi.cpp`.

use std::collections::VecDeque;

use super::Kernel;
use super::object::Id;

#[derive(Debug, Default)]
pub(crate) struct Collection {
    pub(crate) items: VecDeque<Id>,
}

impl Kernel {
    /// Appends an object, which the collection refers to until it is removed.
    pub(crate) fn add_to_collection(&mut self, collection: Id, item: Id) {
        self.objects.get_mut(item).references += 1;
        self.objects.collection_mut(collection).items.push_back(item);
    }

    /// Takes the first occurrence of an object out; its reference is the caller's to drop.
    pub(crate) fn remove_from_collection(&mut self, collection: Id, item: Id) -> Option<Id> {
        let items = &mut self.objects.collection_mut(collection).items;
        let index = items.iter().position(|it| *it == item)?;
        items.remove(index)
    }

    /// Takes the object at an index out; its reference is the caller's to drop.
    pub(crate) fn remove_from_collection_at(&mut self, collection: Id, index: usize) -> Option<Id> {
        self.objects.collection_mut(collection).items.remove(index)
    }
}
