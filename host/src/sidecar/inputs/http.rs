//! `POST /events`: a body of events, answered when its alerts are where they must be.
//!
//! What shippers drop a body on (any 4xx but 408 and 429) is only answered to what can never succeed.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::Serialize;
use tokio::sync::SemaphorePermit;
use tracing::warn;

use crate::sidecar::judging::{JudgeError, Judged};
use crate::sidecar::outputs::OutputError;
use crate::sidecar::serve::{Sidecar, kibibytes};

/// Seconds after which a client that was refused may come back.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");

/// The routes.
pub(crate) fn routes(sidecar: Arc<Sidecar>) -> Router {
    Router::new()
        .route("/events", post(events).get(usage))
        .route("/", post(events).get(healthy))
        .with_state(sidecar)
}

/// What became of a body.
#[derive(Serialize)]
struct Answer {
    events: u64,
    alerts: u64,
    malformed: u64,
    skipped: u64,
    poison: usize,
}

/// Why a body is not taken.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("stopping")]
    Stopping,
    #[error("too many requests at once")]
    Busy,
    #[error("the body is larger than the bound (max_body)")]
    TooLarge,
    #[error("the body did not come in time (read_timeout)")]
    Slow,
    #[error("the body broke off: {0}")]
    BrokenOff(String),
    #[error("{0}")]
    Judge(#[from] JudgeError),
    #[error("alerts cannot be kept now: {0}")]
    Output(#[from] OutputError),
}

async fn usage() -> impl IntoResponse {
    (
        StatusCode::METHOD_NOT_ALLOWED,
        [(header::ALLOW, "POST")],
        "POST events here\n",
    )
}

async fn healthy() -> impl IntoResponse {
    "POST events here\n"
}

async fn events(State(sidecar): State<Arc<Sidecar>>, headers: HeaderMap, body: Body) -> Response {
    let started = Instant::now();
    let answer = match take(&sidecar, &headers, body).await {
        Ok(answer) => (StatusCode::OK, axum::Json(answer)).into_response(),
        Err(refusal) => refusal.into_response(),
    };
    sidecar
        .metrics
        .answered(answer.status().as_u16(), started.elapsed());
    answer
}

async fn take(sidecar: &Sidecar, headers: &HeaderMap, body: Body) -> Result<Answer, Refusal> {
    if sidecar.stop.is_given() {
        return Err(Refusal::Stopping);
    }
    let most = sidecar.limits.max_body.bytes();
    let length = announced(headers).unwrap_or(most);
    if length > most {
        return Err(Refusal::TooLarge);
    }
    let _place = taken_in(sidecar, length).await?;
    sidecar.note_waiting();
    let body = collected(sidecar, body).await?;
    let received = body.len();
    let judged = sidecar.pool.judge(body.into()).await?;
    sidecar.metrics.judged(received, &judged);
    deliver(sidecar, judged).await
}

/// Waits for a place, and for room for a body.
async fn taken_in(
    sidecar: &Sidecar,
    length: u64,
) -> Result<(SemaphorePermit<'_>, SemaphorePermit<'_>), Refusal> {
    let both = async {
        let place = sidecar.places.acquire().await;
        let room = sidecar.room.acquire_many(kibibytes(length)).await;
        place.and_then(|place| Ok((place, room?)))
    };
    match tokio::time::timeout(sidecar.limits.max_wait.duration(), both).await {
        Ok(Ok(both)) => Ok(both),
        _ => Err(Refusal::Busy),
    }
}

/// The answer only comes once everything is where it must be.
async fn deliver(sidecar: &Sidecar, mut judged: Judged) -> Result<Answer, Refusal> {
    let lines = Bytes::from(std::mem::take(&mut judged.lines));
    let alerts = sidecar.outputs.accept(lines);
    let letters = sidecar.dead_letters.keep("http", &judged);
    let (alerts, letters) = tokio::join!(alerts, letters);
    alerts?;
    letters?;
    sidecar.metrics.letters_kept(&judged);
    Ok(Answer {
        events: judged.events,
        alerts: judged.alerts,
        malformed: judged.malformed,
        skipped: judged.skipped,
        poison: judged.poison.len(),
    })
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

async fn collected(sidecar: &Sidecar, body: Body) -> Result<Bytes, Refusal> {
    let limited = Limited::new(body, sidecar.limits.max_body.in_memory());
    let collected = tokio::time::timeout(sidecar.limits.read_timeout.duration(), limited.collect());
    match collected.await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Refusal::TooLarge),
        Ok(Err(error)) => Err(Refusal::BrokenOff(error.to_string())),
        Err(_) => Err(Refusal::Slow),
    }
}

impl Refusal {
    const fn status(&self) -> StatusCode {
        match self {
            Self::Stopping | Self::Output(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Busy => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge | Self::Judge(JudgeError::TooLarge(_)) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow | Self::BrokenOff(_) => StatusCode::REQUEST_TIMEOUT,
            Self::Judge(JudgeError::Damaged(_)) => StatusCode::BAD_REQUEST,
            Self::Judge(JudgeError::Module(_) | JudgeError::Gone) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = self.status();
        warn!(status = status.as_u16(), reason = %self, "a body was refused");
        let mut response = (status, format!("{self}\n")).into_response();
        if matches!(
            status,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS
        ) {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        response
    }
}
