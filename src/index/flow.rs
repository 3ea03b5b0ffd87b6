//! The power iteration behind every flow metric: a pure function over a graph
//! in compressed rows, and the scale that turns a rank into 0–100.

/// A directed graph, stored by target: the sources of node `n` are
/// `sources[offsets[n]..offsets[n + 1]]`.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// One more entry than nodes.
    pub offsets: Vec<u32>,
    /// Source nodes, target after target.
    pub sources: Vec<u32>,
    /// Outgoing edges of every node.
    pub out_degree: Vec<u32>,
}

impl Graph {
    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.out_degree.len()
    }

    /// Whether there are no nodes.
    pub fn is_empty(&self) -> bool {
        self.out_degree.is_empty()
    }

    /// Sources of the edges into `node`.
    #[inline]
    pub fn sources_of(&self, node: u32) -> &[u32] {
        &self.sources
            [self.offsets[node as usize] as usize..self.offsets[node as usize + 1] as usize]
    }
}

/// When the iteration stops.
#[derive(Debug, Clone, Copy)]
pub struct Rounds {
    /// Share of rank that follows links; the rest teleports.
    pub damping: f64,
    /// Stop when a round moves less rank than this altogether.
    pub tolerance: f64,
    /// Stop after so many rounds in any case.
    pub at_most: usize,
}

/// The stationary rank `x = (1-d)·v + d·(M·x + v·Σ x over nodes without links)`
/// where `M` spreads a node's rank evenly over its outgoing edges and `v` is
/// `teleport`, which must sum to 1. The result sums to 1.
///
/// With an even `teleport` this is PageRank; with one on trusted nodes only it
/// is TrustRank.
pub fn rank(graph: &Graph, teleport: &[f64], rounds: Rounds) -> Vec<f64> {
    let mut ranks = teleport.to_vec();
    let mut given = vec![0.0; ranks.len()];
    for _ in 0..rounds.at_most {
        let mut stranded = 0.0;
        for ((give, rank), degree) in given.iter_mut().zip(&ranks).zip(&graph.out_degree) {
            if *degree == 0 {
                stranded += rank;
                *give = 0.0;
            } else {
                *give = rank / f64::from(*degree);
            }
        }
        let base = 1.0 - rounds.damping + rounds.damping * stranded;
        let mut moved = 0.0;
        let rows = graph.offsets.windows(2);
        for ((rank, row), share) in ranks.iter_mut().zip(rows).zip(teleport) {
            let mut inflow = 0.0;
            for &source in &graph.sources[row[0] as usize..row[1] as usize] {
                inflow += given[source as usize];
            }
            let next = base * share + rounds.damping * inflow;
            moved += (next - *rank).abs();
            *rank = next;
        }
        if moved < rounds.tolerance {
            break;
        }
    }
    ranks
}

/// How many teleport vectors [`rank_eight`] follows at once.
pub const LANES: usize = 8;

/// [`rank`] for eight teleport vectors in one walk over the edges, without the
/// return of stranded rank, for a fixed number of rounds: the first terms of
/// the sum over paths, so that each result stays below the one it converges to.
pub fn rank_eight(
    graph: &Graph,
    teleport: &[[f32; LANES]],
    damping: f32,
    rounds: usize,
) -> Vec<[f32; LANES]> {
    let start: Vec<[f32; LANES]> = teleport
        .iter()
        .map(|v| v.map(|x| x * (1.0 - damping)))
        .collect();
    let mut ranks = start.clone();
    let mut given = start.clone();
    for _ in 0..rounds {
        for ((give, rank), degree) in given.iter_mut().zip(&ranks).zip(&graph.out_degree) {
            let share = damping / (*degree).max(1) as f32;
            *give = rank.map(|x| x * share);
        }
        for ((rank, row), base) in ranks.iter_mut().zip(graph.offsets.windows(2)).zip(&start) {
            let mut next = *base;
            for &source in &graph.sources[row[0] as usize..row[1] as usize] {
                let give = &given[source as usize];
                for lane in 0..LANES {
                    next[lane] += give[lane];
                }
            }
            *rank = next;
        }
    }
    ranks
}

/// A logarithmic scale from rank to 0–100. The largest rank it was made for is
/// 100; ranks far below `floor` are 0.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    floor: f64,
    stretch: f64,
}

impl Scale {
    /// A scale whose 100 is `top`.
    pub fn new(floor: f64, top: f64) -> Self {
        let span = (1.0 + top / floor).ln();
        let stretch = if span > 0.0 { 100.0 / span } else { 0.0 };
        Self { floor, stretch }
    }

    /// The score of a rank, ten times as fine: 0–1000.
    #[inline]
    pub fn fine(&self, rank: f64) -> u16 {
        ((1.0 + rank / self.floor).ln() * self.stretch * 10.0)
            .round()
            .clamp(0.0, 1_000.0) as u16
    }

    /// The score of a rank.
    #[inline]
    pub fn score(&self, rank: f64) -> u8 {
        ((1.0 + rank / self.floor).ln() * self.stretch)
            .round()
            .clamp(0.0, 100.0) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::dice::{Dice, Stream};

    fn small_graph(nodes: u32) -> (Graph, Vec<(u32, u32)>) {
        let mut dice = Dice::of(11, Stream::OutLinks, 0, 0);
        let mut edges: Vec<(u32, u32)> = (0..nodes * 4)
            .map(|_| (dice.zipf(nodes), dice.below(nodes)))
            .filter(|(target, source)| target != source && source % 7 != 0)
            .collect();
        edges.sort_unstable();
        edges.dedup();
        let mut graph = Graph {
            offsets: vec![0],
            sources: edges.iter().map(|edge| edge.1).collect(),
            out_degree: vec![0; nodes as usize],
        };
        for node in 0..nodes {
            let end = edges.partition_point(|edge| edge.0 <= node);
            graph.offsets.push(end as u32);
        }
        for edge in &edges {
            graph.out_degree[edge.1 as usize] += 1;
        }
        (graph, edges)
    }

    /// Solves `(I - d·M - d·v·danglingᵀ) x = (1-d)·v` by Gauss elimination.
    fn dense(graph: &Graph, edges: &[(u32, u32)], v: &[f64], d: f64) -> Vec<f64> {
        let n = v.len();
        let mut a = vec![vec![0.0; n + 1]; n];
        for (i, row) in a.iter_mut().enumerate() {
            row[i] = 1.0;
            row[n] = (1.0 - d) * v[i];
            for (j, degree) in graph.out_degree.iter().enumerate() {
                if *degree == 0 {
                    row[j] -= d * v[i];
                }
            }
        }
        for &(target, source) in edges {
            a[target as usize][source as usize] -= d / f64::from(graph.out_degree[source as usize]);
        }
        for column in 0..n {
            let pivot = (column..n)
                .max_by(|&p, &q| a[p][column].abs().total_cmp(&a[q][column].abs()))
                .unwrap();
            a.swap(column, pivot);
            for row in 0..n {
                if row != column {
                    let factor = a[row][column] / a[column][column];
                    let pivot_row = a[column].clone();
                    for (cell, above) in a[row].iter_mut().zip(&pivot_row) {
                        *cell -= factor * above;
                    }
                }
            }
        }
        (0..n).map(|i| a[i][n] / a[i][i]).collect()
    }

    const EXACT: Rounds = Rounds {
        damping: 0.85,
        tolerance: 1e-14,
        at_most: 1000,
    };

    #[test]
    fn iteration_equals_a_dense_solve() {
        let (graph, edges) = small_graph(60);
        assert!(graph.out_degree.contains(&0), "needs nodes without links");
        let even = vec![1.0 / 60.0; 60];
        let mut trusted = vec![0.0; 60];
        trusted[3] = 0.5;
        trusted[41] = 0.5;
        for teleport in [even, trusted] {
            let ranks = rank(&graph, &teleport, EXACT);
            let solved = dense(&graph, &edges, &teleport, 0.85);
            for (got, want) in ranks.iter().zip(&solved) {
                assert!((got - want).abs() < 1e-9, "{got} {want}");
            }
            assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn eight_lanes_stay_below_and_approach_the_single_walk() {
        let (mut graph, _) = small_graph(60);
        // Without stranded rank both follow the same equation.
        graph.out_degree.iter_mut().for_each(|d| *d = (*d).max(1));
        let mut single = vec![0.0; 60];
        single[9] = 1.0;
        let mut lanes = vec![[0.0; LANES]; 60];
        lanes[9][2] = 1.0;
        let exact = rank(&graph, &single, EXACT);
        let few = rank_eight(&graph, &lanes, 0.85, 4);
        let many = rank_eight(&graph, &lanes, 0.85, 200);
        for node in 0..60 {
            assert!(f64::from(few[node][2]) <= exact[node] + 1e-6);
            assert!((f64::from(many[node][2]) - exact[node]).abs() < 1e-6);
            assert!(many[node][0] == 0.0);
        }
    }

    #[test]
    fn scale_is_logarithmic_between_nothing_and_the_top() {
        let scale = Scale::new(1e-6, 1e-2);
        assert_eq!(scale.score(0.0), 0);
        assert_eq!(scale.score(1e-2), 100);
        assert_eq!(scale.score(1.0), 100);
        assert!((scale.score(1e-4) as i32 - 50).abs() <= 1);
        assert_eq!((scale.fine(1e-2), scale.fine(0.0)), (1_000, 0));
        assert!((i32::from(scale.fine(1e-4)) - 500).abs() <= 10);
    }
}
