//! Defining and appending to macros.

use super::{Collector, MacroInfo};
use crate::report::{Loaded, invalid};

impl Collector {
    pub(crate) fn define_macro(&mut self, info: MacroInfo) {
        let number = self.next();
        let name = info.name.clone();
        self.macros.define(&name, info, number);
    }

    pub(crate) fn append_macro(&mut self, info: &MacroInfo) -> Loaded<()> {
        let number = self.next();
        let Some(previous) = self.macros.get_mut(&info.name) else {
            let message = "Macro uses 'append' or 'override.condition: append' but no macro by that name already exists";
            return Err(invalid(message, &info.context));
        };
        previous.info.condition.append_word(&info.condition);
        previous.visibility = number;
        Ok(())
    }
}
