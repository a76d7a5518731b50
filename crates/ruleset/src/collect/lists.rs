//! Defining and appending to lists.

use super::{Collector, ListInfo};
use crate::report::{Loaded, invalid};

impl Collector {
    pub(crate) fn define_list(&mut self, info: ListInfo) {
        let number = self.next();
        let name = info.name.clone();
        self.lists.define(&name, info, number);
    }

    pub(crate) fn append_list(&mut self, info: ListInfo) -> Loaded<()> {
        let number = self.next();
        let Some(previous) = self.lists.get_mut(&info.name) else {
            let message = "List uses 'append' or 'override.items: append' but no list by that name already exists";
            return Err(invalid(message, &info.context));
        };
        previous.info.items.extend(info.items);
        previous.visibility = number;
        Ok(())
    }
}
