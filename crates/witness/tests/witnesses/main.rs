//! Events that are made for rules: of every shipped rule, of one rule for each operator, and of random ones where there are any.
#![cfg(test)]

mod cases;
mod corpora;
mod shrunk;
mod stock;
mod support;
