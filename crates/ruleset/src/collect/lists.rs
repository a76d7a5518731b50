//! Defining and appending to lists.

use super::{Collector, ListInfo};
use crate::advice;
use crate::report::{Loaded, invalid};

const MISSING: &str =
    "List uses 'append' or 'override.items: append' but no list by that name already exists";

impl Collector {
    pub(crate) fn define_list(&mut self, info: ListInfo) {
        let earlier = self.lists.get(&info.name);
        let earlier = earlier.map(|placed| placed.info.context.clone());
        self.note_redefinition(earlier, &info.context);
        self.replace_list(info);
    }

    /// Defines a list in place of the one that there is, if there is one, as its item says.
    pub(crate) fn replace_list(&mut self, info: ListInfo) {
        let number = self.next();
        let name = info.name.clone();
        self.lists.define(&name, info, number);
    }

    pub(crate) fn append_list(&mut self, info: ListInfo) -> Loaded<()> {
        let number = self.next();
        let previous = self.lists.find_mut(&info.name).map_err(|names| {
            invalid(MISSING, &info.context).advised(advice::undefined("list", &info.name, names))
        })?;
        previous.info.items.extend(info.items);
        previous.visibility = number;
        Ok(())
    }
}
