//! Defining and appending to macros.

use super::{Collector, MacroInfo};
use crate::advice;
use crate::report::{Loaded, invalid};

const MISSING: &str =
    "Macro uses 'append' or 'override.condition: append' but no macro by that name already exists";

impl Collector {
    pub(crate) fn define_macro(&mut self, info: MacroInfo) {
        let earlier = self.macros.get(&info.name);
        let earlier = earlier.map(|placed| placed.info.context.clone());
        self.note_redefinition(earlier, &info.context);
        self.replace_macro(info);
    }

    /// Defines a macro in place of the one that there is, if there is one, as its item says.
    pub(crate) fn replace_macro(&mut self, info: MacroInfo) {
        let number = self.next();
        let name = info.name.clone();
        self.macros.define(&name, info, number);
    }

    pub(crate) fn append_macro(&mut self, info: &MacroInfo) -> Loaded<()> {
        let number = self.next();
        let previous = self.macros.find_mut(&info.name).map_err(|names| {
            invalid(MISSING, &info.context).advised(advice::undefined("macro", &info.name, names))
        })?;
        previous.info.condition.append_word(&info.condition);
        previous.visibility = number;
        Ok(())
    }
}
