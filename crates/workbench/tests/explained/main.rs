//! What is explained is what happens: over every recorded run and sets of random rules, explanations have the verdicts of
//! a scan, what was not asked is what the rest of the condition made idle, and what is said to make a rule fire does.

#[cfg(test)]
mod cases;
#[cfg(test)]
mod fixes;
#[cfg(test)]
mod near;
#[cfg(test)]
mod rule;
#[cfg(test)]
mod tree;
#[cfg(test)]
mod verdicts;
