//! The command line, run as a user runs it, with a stand-in for the module.

#[cfg(test)]
mod cache;
#[cfg(test)]
mod check;
#[cfg(test)]
mod failures;
#[cfg(test)]
mod inputs;
#[cfg(test)]
mod output;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod support;
#[cfg(test)]
mod threads;
