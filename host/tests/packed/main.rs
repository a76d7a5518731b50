//! Rules packed into the build for interpreters: what `pack`, `inspect` and `verify` say, and what the filter does in an
//! interpreter and in Fluent Bit. Skipped, and said so, where no module is built or named by `FALCONET_REAL_BASELINE`, and
//! what needs Fluent Bit where `FALCONET_FLUENT_BIT` names none.

#[cfg(test)]
mod filter;
#[cfg(test)]
mod fluent_bit;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod guide;
#[cfg(test)]
mod packing;
#[cfg(test)]
mod place;
#[cfg(test)]
#[path = "../cli/support.rs"]
#[expect(dead_code, reason = "the stand-in for the module is not needed here")]
mod support;
