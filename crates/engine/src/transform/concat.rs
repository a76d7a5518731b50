//! `concat(a, b, …)`: the strings one behind the other.

use super::{Made, Output};
use crate::program::Arguments;

/// `concat(s3.bucket, "/", s3.key) = backups/keys`.
pub(super) fn concat(arguments: &Arguments<'_>, out: &mut Output) -> Made {
    arguments.iter().for_each(|part| out.write(part.text()));
    Made::Text
}

#[cfg(test)]
mod tests {
    use crate::mock::rendered;

    #[test]
    fn parts_follow_each_other() {
        let event = r#"{"t.string":"a","u.string":""}"#;
        assert_eq!(
            rendered(r#"%concat(t.string,"/",u.string,"b")"#, event),
            "a/b"
        );
    }

    #[test]
    fn one_absent_part_makes_it_absent() {
        assert_eq!(rendered(r#"%concat(t.string,"b")"#, "{}"), "<NA>");
    }
}
