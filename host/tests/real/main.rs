//! Hostile and odd inputs and rules through the real module: the file that `FALCONET_REAL_MODULE` names, else `dist/falconet.wasm`.
//! Where none is named or built, every test here is skipped, and says so. `tests/cli` has what needs no rules, with a stand-in for the module.

#[cfg(test)]
mod check;
#[cfg(test)]
mod encodings;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod explaining;
#[cfg(test)]
mod formatting;
#[cfg(test)]
mod large;
#[cfg(test)]
mod lsp;
#[cfg(test)]
mod malformed;
#[cfg(test)]
mod rescue;
#[cfg(test)]
mod rule_tests;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod scanning;
#[cfg(test)]
mod stats;
#[cfg(test)]
mod suggest;
#[cfg(test)]
#[path = "../cli/support.rs"]
#[expect(dead_code, reason = "the stand-in for the module is not needed here")]
mod support;
#[cfg(test)]
mod threads;
#[cfg(test)]
mod witness;
