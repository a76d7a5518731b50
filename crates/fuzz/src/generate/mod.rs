//! Makers of structured cases.

pub mod comments;
pub mod condition;
pub mod event;
pub mod hostile;
pub mod json;
pub mod literal;
pub mod mutate;
pub mod operand;
pub mod output;
pub mod rules;
pub mod settings;
pub mod shape;
pub mod theme;
pub mod vocabulary;
pub mod yaml;
