//! The tree of objects: who is whose child, in which order.
//!
//! `exec/object.rs` walks it when an object is deleted; siblings are a list linked both ways, as in the framework, because
//! requests come and go in any order.

use super::Kind;
use super::{Deletion, Id, Life, Objects};
use crate::touch::{Mode, Place, touch};

impl Objects {
    /// The list of children changes. Requests come and go in any order: nobody can tell which.
    fn touch_children(&self, parent: Id, child: Id) {
        let mode = if self.slot(child).body.kind() == Kind::Request { Mode::Add } else { Mode::Write };
        touch(Place::Children(self.slot(parent).name), mode);
    }

    pub(super) fn link(&mut self, parent: Id, child: Id) {
        self.touch_children(parent, child);
        let last = self.slot(parent).last_child;
        match last {
            Some(last) => self.slot_mut(last).next = Some(child),
            None => self.slot_mut(parent).first_child = Some(child),
        }
        self.slot_mut(parent).last_child = Some(child);
        let object = self.slot_mut(child);
        object.parent = Some(parent);
        object.previous = last;
        object.next = None;
    }

    /// Links an object before all other children: the framework made it first, though nobody saw it until now.
    pub(crate) fn link_first(&mut self, parent: Id, child: Id) {
        self.touch_children(parent, child);
        let first = self.slot(parent).first_child;
        match first {
            Some(first) => self.slot_mut(first).previous = Some(child),
            None => self.slot_mut(parent).last_child = Some(child),
        }
        self.slot_mut(parent).first_child = Some(child);
        let object = self.slot_mut(child);
        object.parent = Some(parent);
        object.previous = None;
        object.next = first;
    }

    /// Takes an object from its parent's list of children.
    pub(crate) fn unlink(&mut self, child: Id) {
        let object = self.get_mut(child);
        if object.parent.is_none() {
            return;
        }
        let (previous, next) = (object.previous.take(), object.next.take());
        let Some(parent) = object.parent.take() else { return };
        self.touch_children(parent, child);
        match previous {
            Some(previous) => self.slot_mut(previous).next = next,
            None => self.slot_mut(parent).first_child = next,
        }
        match next {
            Some(next) => self.slot_mut(next).previous = previous,
            None => self.slot_mut(parent).last_child = previous,
        }
    }

    /// Disposes of an object that has nothing to dispose of: no child, no callback. False if it has.
    pub(crate) fn dispose_bare(&mut self, id: Id) -> bool {
        let object = self.get_mut(id);
        let bare = object.life == Life::Live && object.contexts.is_empty() && object.first_child.is_none();
        if bare {
            object.life = Life::Disposed;
            let name = object.name;
            touch(Place::Children(name), Mode::Read);
        }
        bare
    }

    /// The children of an object, in the order of their creation.
    pub(crate) fn children(&self, id: Id) -> Vec<Id> {
        let mut children = Vec::new();
        touch(Place::Children(self.slot(id).name), Mode::Read);
        let mut next = self.slot(id).first_child;
        while let Some(child) = next {
            children.push(child);
            next = self.slot(child).next;
        }
        children
    }

    /// The children that go with an object: those that do not go by themselves.
    pub(crate) fn children_to_go(&self, id: Id) -> Vec<Id> {
        let mut children = self.children(id);
        children.retain(|child| !self.slot(*child).deletion.contains(Deletion::BY_ITSELF));
        children
    }

    /// Whether an object's children are linked both ways.
    pub(crate) fn siblings_agree(&self, id: Id) -> bool {
        let children = self.children(id);
        let previous = std::iter::once(None).chain(children.iter().copied().map(Some));
        let agree = children.iter().zip(previous).all(|(child, previous)| self.get(*child).previous == previous);
        agree && self.get(id).last_child == children.last().copied()
    }

    /// The nearest ancestor of this kind, the object itself included.
    pub(crate) fn ancestor(&self, id: Id, kind: Kind) -> Option<Id> {
        let mut next = Some(id);
        while let Some(at) = next {
            if self.kind(at) == kind {
                return Some(at);
            }
            next = self.get(at).parent;
        }
        None
    }
}
