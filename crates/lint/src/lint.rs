//! What a lint is.

use crate::findings::Findings;
use crate::input::Input;
use crate::levels::Level;

/// One thing that can be wrong with rules, and how to find it.
#[derive(Clone, Copy, Debug)]
pub struct Lint {
    /// Stable code, such as `FN0301`; its page is `docs/lints/FN0301.md`.
    pub code: &'static str,
    /// The same for people, such as `redefined`.
    pub name: &'static str,
    /// What is done about its findings unless somebody says otherwise.
    pub level: Level,
    /// One sentence.
    pub summary: &'static str,
    /// Adds everything that it finds.
    pub run: fn(&Input<'_>, &mut Findings),
}

impl Lint {
    /// Its page in the repository.
    pub fn docs(&self) -> String {
        format!("docs/lints/{}.md", self.code)
    }

    /// Whether a person means it by this code or name.
    pub fn is_called(&self, code_or_name: &str) -> bool {
        self.code == code_or_name || self.name == code_or_name
    }
}
