//! # The urn: drawing by weight among many, at the cost of few
//!
//! Verifiers are drawn by their bond, servers of a model by their free capacity, and neither may cost
//! more when there are ten thousand than when there are ten. An urn has *places*, each with a weight,
//! on *pages* of [`WIDTH`] places; its *root* has one weight for each page. Drawing reads the root and
//! one page. So does changing a weight, and adding or removing a place: places are kept without gaps, the
//! last one moves to where one was taken out.
//!
//! ```text
//!   root     [ 310 | 120 ]               draw(r):  the page in whose span r falls,
//!               |      |                           then the place within it
//!   pages    [200|110] [40|80]
//!   places     0    1    128 129         who sits in a place is known to the urn's owner
//! ```
//!
//! A [`Draw`] takes out of the urn, in memory, whatever it has drawn: so a panel has no member twice,
//! whoever is excluded is never drawn, and the chances of the others are exactly their weights.

use alloc::collections::BTreeMap;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::{
    sp_core::{bounded::BoundedVec, ConstU32, H256},
    sp_io::hashing::blake2_256,
};
use scale_info::TypeInfo;

/// Places on a page, and pages of an urn.
pub const WIDTH: u32 = 128;
/// Places of an urn.
pub const PLACES: u32 = WIDTH * WIDTH;

/// Counts the places of an urn.
pub type Place = u32;

/// Some weights in a row: of the places on a page, or of the pages of an urn.
#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Weights(BoundedVec<u64, ConstU32<WIDTH>>);

impl FromIterator<u64> for Weights {
    /// The first [`WIDTH`] of them.
    fn from_iter<I: IntoIterator<Item = u64>>(weights: I) -> Self {
        let first = weights.into_iter().take(WIDTH as usize).collect();
        Self(BoundedVec::truncate_from(first))
    }
}

impl Weights {
    /// All together. Owners see to it that it stays a number: what they weigh is limited in all.
    pub fn sum(&self) -> u64 {
        self.0.iter().fold(0, |sum: u64, weight| sum.saturating_add(*weight))
    }

    /// Whether all are nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one at `index`, or nothing beyond the last one.
    pub fn at(&self, index: u32) -> u64 {
        self.0.get(index as usize).copied().unwrap_or(0)
    }

    /// Changes the one at `index`, beyond the last one after as many zeros as it takes. What lies
    /// beyond [`WIDTH`] is not there and cannot be changed.
    fn set(&mut self, index: u32, weight: u64) {
        let index = index as usize;
        while self.0.len() <= index {
            if self.0.try_push(0).is_err() {
                return;
            }
        }
        if let Some(there) = self.0.get_mut(index) {
            *there = weight;
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    /// Where `point` falls when all are laid end to end, and what is left of it there.
    fn find(&self, point: u64) -> Option<(u32, u64)> {
        let mut rest = point;
        for (index, weight) in (0..).zip(&self.0) {
            match rest.checked_sub(*weight) {
                Some(beyond) => rest = beyond,
                None => return Some((index, rest)),
            }
        }
        None
    }
}

impl AsRef<Weights> for Weights {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl AsMut<Weights> for Weights {
    fn as_mut(&mut self) -> &mut Self {
        self
    }
}

/// Where an urn is kept.
pub trait Pages {
    /// The weights of some places, and whatever else the owner keeps beside them.
    type Page: AsRef<Weights> + AsMut<Weights>;

    /// A weight for each page.
    fn root(&self) -> Weights;
    /// Stores what [`Pages::root`] reads.
    fn set_root(&self, root: &Weights);
    /// A page.
    fn page(&self, number: u32) -> Self::Page;
    /// Stores what [`Pages::page`] reads.
    fn set_page(&self, number: u32, page: &Self::Page);
    /// What a page weighs in the root: all that is on it, so that chances are exactly the weights. An
    /// urn whose weights change often may say something that changes less often, and be less exact
    /// between pages. An empty page weighs nothing.
    fn share(page: &Self::Page) -> u64 {
        page.as_ref().sum()
    }
}

/// The page of a place, and where it is on it.
pub const fn split(place: Place) -> (u32, u32) {
    (place / WIDTH, place % WIDTH)
}

/// Reads the weight of a place.
pub fn weight(urn: &impl Pages, place: Place) -> u64 {
    let (number, index) = split(place);
    urn.page(number).as_ref().at(index)
}

/// Gives a place another weight.
pub fn set(urn: &impl Pages, place: Place, weight: u64) {
    change(urn, place, |_, _| weight);
}

/// Gives a place the weight that `change` answers to its page and to the weight it had. What else is on
/// the page may change with it. The page is read once, and the root only if the page weighs another
/// share in it.
pub fn change<P: Pages>(urn: &P, place: Place, change: impl FnOnce(&mut P::Page, u64) -> u64) {
    let (number, index) = split(place);
    let mut page = urn.page(number);
    let before = P::share(&page);
    let weight = page.as_ref().at(index);
    let weight = change(&mut page, weight);
    page.as_mut().set(index, weight);
    urn.set_page(number, &page);
    let share = P::share(&page);
    if share != before {
        let mut root = urn.root();
        root.set(number, share);
        urn.set_root(&root);
    }
}

/// A page as it is, and what a draw left of its weights.
struct Opened<Page> {
    page: Page,
    left: Weights,
}

/// A draw: the urn as it is, less what was taken out since.
pub struct Draw<'a, P: Pages> {
    urn: &'a P,
    root: Weights,
    pages: BTreeMap<u32, Opened<P::Page>>,
    seed: H256,
    drawn: u32,
}

impl<'a, P: Pages> Draw<'a, P> {
    /// A draw that `seed` decides.
    pub fn new(urn: &'a P, seed: H256) -> Self {
        Self { urn, root: urn.root(), pages: BTreeMap::new(), seed, drawn: 0 }
    }

    /// Takes a place out.
    pub fn exclude(&mut self, place: Place) {
        let (number, index) = split(place);
        let left = self.left(number);
        let before = left.sum();
        left.set(index, 0);
        let after = left.sum();
        self.root.set(number, scaled(self.root.at(number), after, before));
    }

    /// Takes a place out, each with a chance in proportion to its weight. Nothing is left when it
    /// answers nothing.
    pub fn pick(&mut self) -> Option<Place> {
        let point = self.point(self.root.sum())?;
        let (number, rest) = self.root.find(point)?;
        let share = self.root.at(number);
        let left = self.left(number);
        let (index, _) = left.find(scaled(rest, left.sum(), share))?;
        let place = number.saturating_mul(WIDTH).saturating_add(index);
        self.exclude(place);
        Some(place)
    }

    /// The page, as the urn has it, of a place that this draw has taken out.
    pub fn page_of(&self, place: Place) -> Option<&P::Page> {
        self.pages.get(&split(place).0).map(|opened| &opened.page)
    }

    fn left(&mut self, number: u32) -> &mut Weights {
        let opened = self.pages.entry(number).or_insert_with(|| {
            let page = self.urn.page(number);
            Opened { left: page.as_ref().clone(), page }
        });
        &mut opened.left
    }

    /// A number below `end`. That `end` does not divide 2^64 favours no number by more than
    /// `end` / 2^64 of its chance.
    fn point(&mut self, end: u64) -> Option<u64> {
        let hash = blake2_256(&(self.seed, self.drawn).encode());
        self.drawn = self.drawn.saturating_add(1);
        let random = u64::decode(&mut &hash[..]).ok()?;
        let scaled = u128::from(random).saturating_mul(end.into()) >> 64;
        (end > 0).then_some(scaled as u64)
    }
}

/// `value` times `numerator` over `denominator`, rounded down; less than `numerator` if `value` is less
/// than `denominator`.
fn scaled(value: u64, numerator: u64, denominator: u64) -> u64 {
    let product = u128::from(value).saturating_mul(numerator.into());
    let quotient = product.checked_div(denominator.into()).unwrap_or(0);
    u64::try_from(quotient).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
