//! What `perf script` prints, as a tree of functions: those of the module below its entry, and reading beside it.

use std::collections::BTreeMap;

/// The module's function that judges a batch.
const ENTRY: &str = "falconet_eval";
/// What the system does when a program reads.
const READ: &str = "sys_read";
/// Levels that are kept of the system's part.
const SYSTEM_LEVELS: usize = 3;

/// A function, how often it was seen, and what it called.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Samples in which it was the innermost.
    own: u64,
    called: BTreeMap<String, Tree>,
}

impl Tree {
    /// Samples in it and in what it called.
    pub(super) fn samples(&self) -> u64 {
        self.own + self.called.values().map(Self::samples).sum::<u64>()
    }

    /// What it called.
    pub(super) fn called(&self) -> impl Iterator<Item = (&str, &Self)> {
        self.called.iter().map(|(name, tree)| (name.as_str(), tree))
    }

    /// Levels of it and of what it called.
    pub(super) fn depth(&self) -> usize {
        1 + self.called.values().map(Self::depth).max().unwrap_or(0)
    }

    /// The functions that were the innermost most often, with their shares of a hundred.
    pub(super) fn heaviest(&self, count: usize) -> Vec<(String, f64)> {
        let mut own = BTreeMap::new();
        self.gather(&mut own);
        let all = as_float(self.samples().max(1));
        let mut shares: Vec<_> = own
            .into_iter()
            .map(|(name, samples)| (name.to_owned(), 100.0 * as_float(samples) / all))
            .collect();
        shares.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        shares.truncate(count);
        shares
    }

    fn gather<'a>(&'a self, own: &mut BTreeMap<&'a str, u64>) {
        for (name, tree) in &self.called {
            *own.entry(name).or_default() += tree.own;
            tree.gather(own);
        }
    }

    fn add<'a>(&mut self, mut stack: impl Iterator<Item = &'a String>) {
        match stack.next() {
            Some(name) => self.called.entry(name.clone()).or_default().add(stack),
            None => self.own += 1,
        }
    }
}

/// Counts fit in what a float holds exactly.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
pub(super) fn as_float(count: u64) -> f64 {
    count as f64
}

/// All samples of a scan. Those of anything else, such as compiling the module, are left out.
pub(super) fn tree(printed: &str) -> Tree {
    let mut tree = Tree::default();
    for sample in printed.split("\n\n") {
        let frames = sample.lines().filter_map(function);
        let mut stack: Vec<String> = frames.collect();
        stack.reverse();
        if let Some(kept) = of_interest(stack) {
            tree.add(kept.iter());
        }
    }
    tree
}

fn of_interest(mut stack: Vec<String>) -> Option<Vec<String>> {
    if let Some(entry) = stack.iter().position(|name| name == ENTRY) {
        return Some(stack.split_off(entry));
    }
    let read = stack.iter().position(|name| name.contains(READ))?;
    let mut kept = vec!["reading (kernel)".to_owned()];
    kept.extend(stack.split_off(read).into_iter().take(SYSTEM_LEVELS));
    Some(kept)
}

/// The function of a line like `    ffff8121 name+0x1f (/some/file)`; nothing for the line above a stack.
fn function(line: &str) -> Option<String> {
    let line = line.strip_prefix(['\t', ' '])?.trim_start();
    let (_, rest) = line.split_once(' ')?;
    let (named, _) = rest.rsplit_once(" (")?;
    let symbol = named.rsplit_once("+0x").map_or(named, |(symbol, _)| symbol);
    Some(format!("{:#}", rustc_demangle::demangle(symbol)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = "\
falconet 1 2.3: 100 cpu-clock:
\t    5 _ZN8falconet4scan17h0123456789abcdefE+0x1 (/tmp/perf-1.map)
\t    6 falconet_eval+0x2 (/tmp/perf-1.map)
\t    7 main+0x3 (/usr/bin/falconet)

falconet 1 2.4: 100 cpu-clock:
\t    6 falconet_eval+0x2 (/tmp/perf-1.map)
\t    7 main+0x3 (/usr/bin/falconet)

falconet 1 2.5: 100 cpu-clock:
\t    8 copy+0x0 ([kernel.kallsyms])
\t    9 __x64_sys_read+0x1 ([kernel.kallsyms])
\t    7 main+0x3 (/usr/bin/falconet)

falconet 1 2.6: 100 cpu-clock:
\t    7 cranelift+0x3 (/usr/bin/falconet)
";

    #[test]
    fn the_module_and_reading_are_counted_and_nothing_else() {
        let tree = tree(PRINTED);
        assert_eq!((tree.samples(), tree.depth()), (3, 4));
        let called: Vec<_> = tree
            .called()
            .map(|(name, tree)| (name, tree.samples()))
            .collect();
        assert_eq!(called, [("falconet_eval", 2), ("reading (kernel)", 1)]);
        let heaviest = tree.heaviest(9);
        assert!(
            heaviest.iter().any(|(name, _)| name == "falconet::scan"),
            "{heaviest:?}"
        );
    }
}
