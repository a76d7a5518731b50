//! Every bound of the sidecar.

use std::thread;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cli::{Size, TimeSpan};

/// Bounds of the sidecar.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SidecarLimits {
    /// Threads that judge, each with an instance of the module; as many as the machine has cores if it is 0.
    pub(crate) threads: usize,
    /// Largest request body, as it is sent.
    pub(crate) max_body: Size,
    /// Largest request body, decompressed.
    pub(crate) max_decompressed: Size,
    /// Largest record.
    pub(crate) max_record: Size,
    /// Wrappings that may be around an event.
    pub(crate) max_wrappings: u32,
    /// Bytes of bodies that are held at once, as they are sent; further requests wait.
    pub(crate) max_buffered: Size,
    /// Requests that are taken in at once; others wait.
    pub(crate) max_requests: usize,
    /// How long a request waits to be taken in before it is refused.
    pub(crate) max_wait: TimeSpan,
    /// How long a client may take over the head of a request, and over its body.
    pub(crate) read_timeout: TimeSpan,
    /// Connections at once; others wait to be accepted.
    pub(crate) max_connections: usize,
    /// How long a connection of HTTP may be there while another one waits for its place; what it asked is answered.
    pub(crate) idle_timeout: TimeSpan,
    /// Time of the module for one batch.
    pub(crate) timeout: TimeSpan,
    /// Memory of one instance.
    pub(crate) memory: Size,
    /// How long requests that were taken in may go on after the sidecar was told to stop.
    pub(crate) shutdown_timeout: TimeSpan,
}

impl SidecarLimits {
    /// How many threads judge.
    pub(crate) fn judges(&self) -> usize {
        match self.threads {
            0 => thread::available_parallelism().map_or(1, usize::from),
            threads => threads,
        }
    }
}

impl Default for SidecarLimits {
    fn default() -> Self {
        Self {
            threads: 0,
            max_body: Size::mebibytes(64),
            max_decompressed: Size::mebibytes(256),
            max_record: Size::mebibytes(16),
            max_wrappings: 4,
            max_buffered: Size::mebibytes(256),
            max_requests: 64,
            max_wait: TimeSpan::whole(5),
            read_timeout: TimeSpan::whole(30),
            max_connections: 2048,
            idle_timeout: TimeSpan::whole(300),
            timeout: TimeSpan::whole(5),
            memory: Size::mebibytes(512),
            shutdown_timeout: TimeSpan::whole(30),
        }
    }
}
