//! Which crate a function is from.

/// Crates whose generic code is as good as written in the crate that uses it.
const LIBRARIES: [&str; 5] = ["std", "alloc", "core", "hashbrown", "__rustc"];

/// The crate of a function that has this name in a module: the first one named in its path or the types in it that is
/// not the standard library.
pub(super) fn of(symbol: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(symbol));
    let crates = crates_of(&name);
    let first = crates.iter().find(|name| !LIBRARIES.contains(name));
    match (first, crates.first()) {
        (Some(name), _) => (*name).replace('_', "-"),
        (None, Some(_)) => "std".to_owned(),
        (None, None) => owner_of_plain(symbol),
    }
}

/// The first words of the paths in a name.
fn crates_of(name: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = name;
    while let Some(start) = rest.find(is_word) {
        let before = rest.get(..start).unwrap_or_default();
        let tail = rest.get(start..).unwrap_or_default();
        let end = tail.find(|c| !is_word(c)).unwrap_or(tail.len());
        let (word, behind) = tail.split_at_checked(end).unwrap_or((tail, ""));
        if behind.starts_with("::") && !before.ends_with("::") {
            found.push(word);
        }
        rest = behind;
    }
    found
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Functions for C and JavaScript, those that the compiler calls, and what binaryen makes.
fn owner_of_plain(symbol: &str) -> String {
    let owner = if symbol.starts_with("falconet") {
        "falconet-module"
    } else if symbol.starts_with("__wbindgen") {
        "wasm-bindgen"
    } else if symbol.starts_with("mem") || symbol.starts_with("__") {
        "compiler-builtins"
    } else {
        "std"
    };
    owner.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_its_crates() {
        assert_eq!(of("_RNvNtCs1234_7mycrate3foo3bar"), "mycrate");
        assert_eq!(of("falconet_eval"), "falconet-module");
        assert_eq!(of("memcpy"), "compiler-builtins");
    }

    #[test]
    fn generic_code_of_the_standard_library_is_that_of_its_types() {
        let crates =
            crates_of("<alloc::vec::Vec<regex_syntax::hir::Hir> as core::ops::Drop>::drop");
        assert_eq!(crates, ["alloc", "regex_syntax", "core"]);
        assert_eq!(crates_of("<[u8]>::len"), [""; 0]);
        assert_eq!(crates_of("<&str as core::fmt::Debug>::fmt"), ["core"]);
    }
}
