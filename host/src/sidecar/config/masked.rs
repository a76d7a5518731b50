//! Addresses without the secrets that may stand in them.

const MASK: &str = "***";

/// A URL with a mask for the password of its user and for each value behind the question mark.
pub(super) fn url(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, behind) = rest.split_at(end);
    let authority = match authority.rsplit_once('@') {
        Some((who, host)) => format!("{}@{host}", user(who)),
        None => authority.to_owned(),
    };
    let behind = match behind.split_once('?') {
        Some((path, values)) => format!("{path}?{}", query(values)),
        None => behind.to_owned(),
    };
    format!("{scheme}://{authority}{behind}")
}

/// A user without its password; what stands there alone may be a token.
fn user(who: &str) -> String {
    match who.split_once(':') {
        Some((user, _)) => format!("{user}:{MASK}"),
        None => MASK.to_owned(),
    }
}

fn query(values: &str) -> String {
    let values = values.split('&').map(|value| match value.split_once('=') {
        Some((name, _)) => format!("{name}={MASK}"),
        None => MASK.to_owned(),
    });
    values.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_tokens_and_values_are_masked_and_the_rest_stays() {
        for (written, shown) in [
            ("https://h:8080/a/b", "https://h:8080/a/b"),
            ("https://me:s3cret@h/a", "https://me:***@h/a"),
            ("https://me:s3:c@ret@h/a", "https://me:***@h/a"),
            ("https://t0ken@h", "https://***@h"),
            ("https://h/a@b?key=s3cret&x", "https://h/a@b?key=***&***"),
            ("https://h?k=a:b@c", "https://h?k=***"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(url(written), shown);
        }
    }
}
