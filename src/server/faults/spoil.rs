//! Bytes of answers that come late, wrong, or not at all. Outermost of all layers, so that packed bytes are spoilt.

use std::io;

use axum::body::{Body, BodyDataStream, HttpBody};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use futures_util::{StreamExt, stream};

use super::Drip;

/// What happens to the bytes of an answer; an extension of the response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::server) struct Spoils {
    /// The connection breaks after so many bytes.
    pub cut: Option<u64>,
    /// The body ends after so many bytes, as its length says.
    pub short: Option<u64>,
    /// A bit of this byte is wrong.
    pub flip: Option<u64>,
    /// They come slowly.
    pub slow: Option<Drip>,
}

/// A body on its way.
struct Spoilt {
    from: BodyDataStream,
    /// Bytes that came and were not sent yet.
    held: Bytes,
    /// Bytes sent.
    at: u64,
    spoils: Spoils,
}

/// Spoils a response as its [`Spoils`] say.
pub(in crate::server) async fn spoil(response: Response) -> Response {
    let spoils = response.extensions().get::<Spoils>().copied();
    let Some(spoils) = spoils.filter(|spoils| *spoils != Spoils::default()) else {
        return response;
    };
    let (mut head, body) = response.into_parts();
    let length = body.size_hint().exact();
    let told = match spoils.short {
        Some(short) => length.map_or(Some(short), |length| Some(length.min(short))),
        None => length,
    };
    if let Some(told) = told {
        head.headers
            .insert(header::CONTENT_LENGTH, HeaderValue::from(told));
    }
    let spoilt = Spoilt {
        from: body.into_data_stream(),
        held: Bytes::new(),
        at: 0,
        spoils,
    };
    let pieces = stream::unfold(spoilt, |mut spoilt| async move {
        let piece = spoilt.next().await?;
        Some((piece, spoilt))
    });
    Response::from_parts(head, Body::from_stream(pieces))
}

impl Spoilt {
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        while self.held.is_empty() {
            match self.from.next().await? {
                Ok(bytes) => self.held = bytes,
                Err(error) => return Some(Err(io::Error::other(error))),
            }
        }
        if self.spoils.cut.is_some_and(|cut| self.at >= cut) {
            // What came before must leave the machine first.
            tokio::task::yield_now().await;
            return Some(Err(io::Error::other("broken off by a fault")));
        }
        if self.spoils.short.is_some_and(|short| self.at >= short) {
            return None;
        }
        if let Some(drip) = self.spoils.slow {
            tokio::time::sleep(drip.pause).await;
        }
        let piece = self.held.split_to(self.most());
        let begin = self.at;
        self.at += piece.len() as u64;
        let flipped = self.spoils.flip.and_then(|byte| byte.checked_sub(begin));
        let mut piece = piece.to_vec();
        let flipped = flipped.and_then(|place| piece.get_mut(usize::try_from(place).ok()?));
        if let Some(byte) = flipped {
            *byte ^= 0x10;
        }
        Some(Ok(piece.into()))
    }

    /// How many of the held bytes may go in one piece.
    fn most(&self) -> usize {
        let ends = [self.spoils.cut, self.spoils.short];
        let left = ends.iter().flatten().map(|end| end - self.at);
        let slow = self.spoils.slow.map(|drip| drip.bytes);
        let most = left.chain(slow).min().unwrap_or(u64::MAX);
        usize::try_from(most)
            .unwrap_or(usize::MAX)
            .min(self.held.len())
    }
}
