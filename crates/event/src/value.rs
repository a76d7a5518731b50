//! Values of fields, borrowed from the record and the scratch memory of one event.

use std::net::IpAddr;

use crate::fields::Memory;
use crate::fields::Stored;

/// The value of a field for one event.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Bytes, usually UTF-8; never with a NUL.
    Text(&'a [u8]),
    /// Unsigned number.
    Number(u64),
    /// Truth value.
    Bool(bool),
    /// Address.
    Address(IpAddr),
    /// Values of a list field; never empty.
    List(ListValue<'a>),
}

/// The elements of a list field.
#[derive(Clone, Copy, Debug)]
pub struct ListValue<'a> {
    items: &'a [Stored],
    memory: Memory<'a>,
}

impl<'a> ListValue<'a> {
    pub(crate) const fn new(items: &'a [Stored], memory: Memory<'a>) -> Self {
        Self { items, memory }
    }

    /// How many elements there are.
    pub const fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none, which never happens in an event.
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The elements in order; none of them is a list.
    pub fn iter(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let memory = self.memory;
        self.items
            .iter()
            .filter_map(move |item| memory.value(*item))
    }
}
