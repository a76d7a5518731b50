//! `falconet top`: what a sidecar does, on one screen.

use std::io::{self, IsTerminal as _};

use super::{CommandError, Outcome};
use crate::cli::TopOptions;
use crate::top;

pub(super) fn run(options: &TopOptions) -> Result<Outcome, CommandError> {
    let address = address(&options.admin)?;
    let interval = options.interval.duration();
    if options.once {
        top::once(&address, interval)??;
    } else if io::stdout().is_terminal() {
        top::show(&address, interval)?;
    } else {
        let message = "standard output is no terminal; --once prints one frame as text";
        return Err(CommandError::Usage(message.to_owned()));
    }
    Ok(Outcome::Clean)
}

/// The address with its scheme, and nothing behind the port.
fn address(typed: &str) -> Result<String, CommandError> {
    let rest = typed.strip_prefix("http://").unwrap_or(typed);
    if rest.contains("://") {
        let message = format!("`{typed}` is no address of an admin listener, which speaks http");
        return Err(CommandError::Usage(message));
    }
    Ok(format!("http://{}", rest.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_be_short() {
        for typed in ["127.0.0.1:1", "http://127.0.0.1:1", "http://127.0.0.1:1/"] {
            assert_eq!(address(typed).unwrap(), "http://127.0.0.1:1");
        }
        assert!(address("https://127.0.0.1:1").is_err());
    }
}
