//! What functions about one target have in common: the target, the links that exist for the call, and those of them
//! that pass `backlinks_filters`.

use std::sync::Arc;

use super::cells::View;
use super::dispatch::Call;
use super::params::Params;
use super::refusal::Refusal;
use super::restrict;
use super::scale::Scale;
use super::selection::{Choice, Selection};
use super::target::{self, Takes, Target};
use crate::index::{Backlink, LinkReader};

/// A target with its links.
pub(super) struct About {
    pub target: Target,
    selection: Arc<Selection>,
    /// Places of the links that pass.
    places: Vec<usize>,
}

impl About {
    /// Reads `target` and the parameters that choose links.
    pub(super) fn read(
        call: &Call<'_>,
        params: &Params<'_>,
        takes: Takes,
    ) -> Result<Self, Refusal> {
        let text = params
            .text("target")?
            .ok_or_else(|| Refusal::field("target"))?;
        let target = target::read(call.shared.index(false), text, takes, "target")?;
        Self::of(call, params, target)
    }

    /// The same for a target that is known already.
    pub(super) fn of(
        call: &Call<'_>,
        params: &Params<'_>,
        target: Target,
    ) -> Result<Self, Refusal> {
        let index = call.shared.index(false);
        let choice = Choice::read(params)?;
        let filter = restrict::backlinks_filters(params)?;
        let selection = call.shared.selections.of(index, &target, choice);
        let view = View {
            reader: LinkReader::new(index),
            links: &selection.links,
            scale: Scale::read(params)?,
            groups: Vec::new(),
        };
        let places = restrict::passing(&view, filter.as_ref());
        Ok(Self {
            target,
            selection,
            places,
        })
    }

    /// The links, in the order of a selection.
    pub(super) fn links(&self) -> impl Iterator<Item = &Backlink> {
        self.places.iter().map(|&at| &self.selection.links[at])
    }

    /// The links of each referring domain, by its number.
    pub(super) fn by_domain(&self) -> impl Iterator<Item = (u32, impl Iterator<Item = &Backlink>)> {
        let links = &self.selection.links;
        let groups = self
            .places
            .chunk_by(|&a, &b| links[a].domain == links[b].domain);
        groups.map(|places| (links[places[0]].domain, places.iter().map(|&at| &links[at])))
    }
}
