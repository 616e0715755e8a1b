"""One epoch of BRP-NAS's latency GCN in PyTorch, as its released code does it: the peer of BM_EagleEpoch.

Graph tensors are made anew from lists in every step, float64, batch 1, torch.optim.AdamW. Graphs are random with the
shapes of NAS-Bench-201 (9 nodes, 6 labels); time does not depend on what they are. After the 900 steps the validation
samples are evaluated one by one. The released code evaluates the training samples too, only to print the result; that is
left out here as in ours.

    OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 /usr/bin/python3 torch_epoch.py
"""

import random
import time

import torch

NUM_NODES, NUM_LABELS, NUM_HIDDEN, NUM_LAYERS = 9, 6, 600, 4
NUM_TRAIN, NUM_VALIDATION = 900, 100


class GraphConvolution(torch.nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        bound = NUM_HIDDEN**-0.5
        self.weight = torch.nn.Parameter(torch.empty(num_inputs, NUM_HIDDEN, dtype=torch.double).uniform_(-bound, bound))
        self.bias = torch.nn.Parameter(torch.empty(NUM_HIDDEN, dtype=torch.double).uniform_(-bound, bound))

    def forward(self, adjacency, x):
        return torch.bmm(adjacency, torch.matmul(x, self.weight)) + self.bias


class LatencyGcn(torch.nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [NUM_LABELS] + [NUM_HIDDEN] * (NUM_LAYERS - 1)
        self.convolutions = torch.nn.ModuleList([GraphConvolution(size) for size in sizes])
        self.norms = torch.nn.ModuleList([torch.nn.LayerNorm(NUM_HIDDEN).double() for _ in sizes])
        self.dropouts = torch.nn.ModuleList([torch.nn.Dropout(0.002) for _ in sizes])
        self.head = torch.nn.Linear(NUM_HIDDEN, 1).double()

    def forward(self, adjacency, x):
        for convolution, norm, dropout in zip(self.convolutions, self.norms, self.dropouts):
            x = dropout(torch.relu(norm(convolution(adjacency, x))))
        return self.head(x[:, 0])


def make_sample(rng):
    adjacency = [[int(i == j or i == 0 or (j > i and rng.random() < 0.3)) for j in range(NUM_NODES)]
                 for i in range(NUM_NODES)]
    labels = [rng.randrange(NUM_LABELS) for _ in range(NUM_NODES)]
    features = [[int(label == column) for column in range(NUM_LABELS)] for label in labels]
    return adjacency, features, rng.random()


def tensors(sample):
    adjacency, features, latency = sample
    return torch.DoubleTensor([adjacency]), torch.DoubleTensor([features]), torch.DoubleTensor([[latency]])


def epoch(model, optimizer, criterion, train, validation):
    for sample in train:
        adjacency, features, latency = tensors(sample)
        model.train()
        optimizer.zero_grad()
        criterion(model(adjacency, features), latency).backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        for sample in validation:
            adjacency, features, latency = tensors(sample)
            criterion(model(adjacency, features), latency)


def main():
    rng = random.Random(1)
    train = [make_sample(rng) for _ in range(NUM_TRAIN)]
    validation = [make_sample(rng) for _ in range(NUM_VALIDATION)]
    model = LatencyGcn()
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-4, weight_decay=5e-4)
    criterion = torch.nn.L1Loss(reduction="sum")
    start = time.perf_counter()
    epoch(model, optimizer, criterion, train, validation)
    print(f"{(time.perf_counter() - start) * 1e3:.1f}")


if __name__ == "__main__":
    main()
