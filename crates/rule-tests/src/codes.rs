//! The codes of what is said about tests: `docs/DIAGNOSTICS.md`. Never reused for something else.

use falconet_diagnostics::Code;

/// The file of tests is no YAML.
pub(crate) const YAML: Code = Code::new("FT0001");
/// Something in the file of tests does not have the shape that it must have.
pub(crate) const SHAPE: Code = Code::new("FT0002");
/// A case speaks of a rule that there is not, or that does not judge events.
pub(crate) const RULE: Code = Code::new("FT0003");
/// What is to be judged cannot be read, or is no event.
pub(crate) const EVENT: Code = Code::new("FT0004");
/// The rules that the file of tests is about cannot be loaded.
pub(crate) const RULES: Code = Code::new("FT0005");
/// The file of tests cannot be read, or running it fails.
pub(crate) const FILE: Code = Code::new("FT0006");
/// A patch changes nothing.
pub(crate) const PATCH: Code = Code::new("FT0007");
/// A rule does not fire that must.
pub(crate) const SILENT: Code = Code::new("FT0101");
/// A rule fires that must not.
pub(crate) const FIRED: Code = Code::new("FT0102");
/// The priority of an alert is another.
pub(crate) const PRIORITY: Code = Code::new("FT0103");
/// The output of an alert is another.
pub(crate) const OUTPUT: Code = Code::new("FT0104");
/// A field of an alert has another value.
pub(crate) const FIELD: Code = Code::new("FT0105");
