"""A loss of the package in a training step of PyTorch."""

import torch

import lossbook

torch.manual_seed(0)
x = torch.randn(200, 3)
y = x @ torch.tensor([1.0, -2.0, 0.5])
y[:10] += 50  # outliers

model = torch.nn.Linear(3, 1)
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(200):
    optimizer.zero_grad()
    loss = lossbook.huber(y, model(x).squeeze(-1), delta=0.5)
    loss.backward()
    optimizer.step()

assert (model.weight - torch.tensor([1.0, -2.0, 0.5])).abs().max() < 0.1
