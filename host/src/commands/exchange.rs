//! Questions and answers in JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::CommandError;
use crate::messages::Misunderstood;
use crate::runtime::{Failure, Instance};

/// Asks the module something.
pub(crate) fn ask<A: DeserializeOwned>(
    instance: &mut Instance,
    request: &impl Serialize,
) -> Result<A, CommandError> {
    let answer = instance.call(&encode(request)?)?;
    read_answer(&answer)
}

/// Reads an answer of the module.
pub(crate) fn read_answer<A: DeserializeOwned>(answer: &[u8]) -> Result<A, CommandError> {
    if let Ok(answer) = serde_json::from_slice::<Misunderstood>(answer) {
        return Err(CommandError::Misunderstood(answer.error));
    }
    let no_answer = || Failure::Contract("an answer is not the JSON that it should be");
    Ok(serde_json::from_slice(answer).map_err(|_| no_answer())?)
}

/// Writes a request.
pub(crate) fn encode(request: &impl Serialize) -> Result<Vec<u8>, CommandError> {
    serde_json::to_vec(request).map_err(|error| CommandError::Usage(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::VersionAnswer;

    fn failure(answer: &[u8]) -> String {
        read_answer::<VersionAnswer>(answer)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn a_request_that_is_not_understood_is_told() {
        assert_eq!(
            failure(br#"{"error":"unknown op `x`"}"#),
            "the module did not understand the request: unknown op `x`"
        );
    }

    #[test]
    fn an_answer_that_is_no_json_is_told() {
        for answer in [&b""[..], b"{}", b"\xff", b"[1"] {
            assert_eq!(
                failure(answer),
                "the module broke its contract: an answer is not the JSON that it should be"
            );
        }
    }
}
